"""What a sheet may hold before a form is known; imports nothing that is slow."""

#: So many rows may hold titles before the labels.
LOOKED_AT = 10
EXCEL_ERRORS = {
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
}  # fmt: skip
#: What stands for a formula that was never calculated, so that it is not read empty.
NOT_CALCULATED = "(công thức)"
