"""Draw the tables from the code: ``.venv/bin/python docs/so-do.py``."""  # noqa: INP001 - a script beside the page it writes

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, Table

from db.base import Base
from db.tables import METADATA, MODULES

PAGE = Path(__file__).with_name("so-do-bang.md")
MAIN = "unit"

HEAD = """# Sơ đồ bảng

Trang này do `docs/so-do.py` vẽ từ `db/tables.py`; không sửa tay. Mỗi bảng và mọi câu
hỏi về nó ở chung một tệp trong `db/`. Đường nối ghi cột khóa ngoại; `cha ||--o{ con` là
một cha có nhiều con. Gần như bảng nào cũng nối về `unit`: hình chỉ vẽ đường ấy cho bảng
không có cha nào khác, danh sách bên dưới kể đủ.
"""

#: What each table holds, for those who read no English.
TELLS = {
    "unit": "Đơn vị, có ngày bắt đầu và kết thúc; địa bàn và cơ quan quản lý riêng",
    "unit_succession": "Đơn vị nào thành đơn vị nào khi sắp xếp lại",
    "contact": "Hộp thư theo vai trò của đơn vị, không theo người",
    "cycle": "Một năm đã bắt đầu",
    "stage": "Một giai đoạn của năm; ngày đã chốt, kèm cách tính và nguồn",
    "special_day": "Ngày nghỉ, ngày làm bù mà lịch của năm đã chốt theo",
    "obligation": "Việc của một đơn vị trong một kỳ: hạn, đã làm, chậm, miễn, gia hạn",
    "document": "Tệp đã nhận, nhận ra bằng nội dung",
    "returned_form": "Tệp nhận lại là biểu nào, theo dấu trong biểu",
    "intake_issue": "Chỗ sai trong tệp và cần sửa thế nào",
    "submission": "Một dòng một đơn vị gửi, có phiên bản và nơi ghi trong tệp",
    "household": "Hộ gia đình và ngày cam kết: bảng lớn duy nhất",
    "pledge_count": "Số hộ của khu dân cư chốt khi hết hạn đăng ký, khi xét",
    "inspection": "Một lần kiểm tra một đơn vị trong quý, và việc phải khắc phục",
    "recognition": "Kết quả “An toàn về an ninh, trật tự” của đơn vị trong năm",
    "grade": "Điểm và mức phân loại phong trào của đơn vị trong năm",
    "finding": "Từng tiêu chí: kết quả, lý do, điều khoản, độ tin cậy, số liệu đã dùng",
    "person": "Người được đề nghị: tên, năm sinh, giới tính, đơn vị",
    "nomination": "Đề nghị khen một người hoặc một đơn vị, và có đủ điều kiện không",
    "council_session": "Phiên họp Hội đồng Thi đua – Khen thưởng",
    "vote": "Phiếu của một ghế cho một đề nghị",
    "decision": "Quyết định đã ký: số, ngày, cơ quan, nội dung",
    "award": "Khen thưởng mà quyết định trao",
    "certificate": "Giấy công nhận, giấy khen: số, mã kiểm tra, thu hồi",
    "review": "Báo cáo sơ kết, tổng kết đã chốt",
    "indicator": "Một số liệu của báo cáo: tử số và mẫu số",
    "dead_mailbox": "Hộp thư hỏng: thư gửi đến bị trả lại hẳn",
    "extension": "Một lần gia hạn: từ hạn nào đến hạn nào, vì sao, ai duyệt",
    "installation": "Dấu của cơ sở dữ liệu này; sổ giao thư giữ theo dấu",
    "setback": "Một lần thư chưa đến: hẹn lại, từ chối, trả về, và lời máy chủ thư",
    "letter": "Thư chờ gửi và đã gửi; mỗi dịp một thư",
    "notice": "Một bậc nhắc của một việc, và thư nào đã mang nó đi",
    "journal": "Ai làm gì, theo căn cứ nào; chỉ thêm, không sửa, không xóa",
    "access": "Ai đã xem dữ liệu cá nhân, bao nhiêu dòng, để làm gì; chỉ thêm",
    "lookalike": "Hai khóa nghi là một người, một hộ; ai đã xác nhận không phải",
    "personal_request": "Yêu cầu của người có dữ liệu: cung cấp, đính chính, xóa",
}


def page() -> str:
    return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_list()])


def _diagram() -> Iterator[str]:
    yield "erDiagram"
    for table in METADATA.sorted_tables:
        ties = [tie for tie in _ties(table) if table.name != MAIN]
        for column, parent in [tie for tie in ties if tie[1].name != MAIN] or ties:
            yield f"    {parent.name} ||--o{{ {table.name} : {column.name}"


def _list() -> Iterator[str]:
    yield "| Bảng | Ghi gì | Tệp | Nối về `unit` bằng |"
    yield "|---|---|---|---|"
    for module in MODULES:
        for table in _tables(module.__name__):
            ties = [
                f"`{column.name}`" for column, up in _ties(table) if up.name == MAIN
            ]
            path = module.__name__.replace(".", "/") + ".py"
            tells = TELLS[table.name]
            yield f"| `{table.name}` | {tells} | `{path}` | {', '.join(ties)} |"
    yield ""


def _tables(module: str) -> list[Table]:
    """Return a module's tables in the order in which we tell of them."""
    mine = {
        str(mapper.local_table)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__ == module
    }
    return [METADATA.tables[name] for name in TELLS if name in mine]


def _ties(table: Table) -> list[tuple[Column[object], Table]]:
    return [
        (column, key.column.table)
        for column in table.columns
        for key in column.foreign_keys
    ]


def main() -> None:
    missing = METADATA.tables.keys() ^ TELLS.keys()
    if missing:
        raise SystemExit(f"TELLS và db/tables.py khác nhau ở: {sorted(missing)}")
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
