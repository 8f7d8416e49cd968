"""The letters of Vietnamese code pages of before Unicode, by byte."""

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_ASCII = {code: chr(code) for code in range(128)}

#: TCVN 5712:1993 VN3 (.VnTime and its kin); a space stands for a code without a letter.
TCVN3_TABLE = _ASCII | {
    code: letter
    for first, letters in (
        (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
        (0xB5, "àảãáạ ằẳẵắ"),
        (0xC6, "ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"),
    )
    for code, letter in enumerate(letters, first)
    if letter != " "
}

#: VNI-Windows by the Latin-1 letter of the byte: letters, or marks after a plain one.
_VNI = (
    dict(zip("ñôöîíìæóò", "đơưỵíìỉĩị", strict=True))
    | {"â": _CIRCUMFLEX, "ê": _BREVE}
    | dict(zip("øûõùï", _TONES, strict=True))
    | {mark: _CIRCUMFLEX + tone for mark, tone in zip("àåãáä", _TONES, strict=True)}
    | {mark: _BREVE + tone for mark, tone in zip("èúüéë", _TONES, strict=True)}
)
VNI_TABLE = _ASCII | {
    ord(code): letter
    for small, letters in _VNI.items()
    for code, letter in ((small, letters), (small.upper(), letters.upper()))
}
