"""The statements of a pledge intake, in the order in which they run."""

from db.pledge_staging import HEADER

#: White space around a cell is no part of it: else a household would be two. Asked so
#: because to trim every cell takes longer than to find that there is nothing to trim.
_PADDED = " OR ".join(
    f"{name} LIKE '{pattern}'"
    for name in HEADER
    if name != "chu_ho"  # trimmed where it is stored
    for pattern in (" %%", "%% ")
)
_TRIM = f"""
    UPDATE pledge_row SET
        ma_ho = btrim(ma_ho),
        ma_khu_dan_cu = btrim(ma_khu_dan_cu),
        dang_cu_tru = btrim(dang_cu_tru),
        ngay_cam_ket = nullif(btrim(ngay_cam_ket), '')
    WHERE {_PADDED}
"""  # noqa: S608 - our own words only

_AREAS = """
    CREATE TEMP TABLE pledge_area ON COMMIT DROP AS
    SELECT u.id, u.code FROM unit u
    WHERE u.code IN (SELECT ma_khu_dan_cu FROM pledge_row)
        AND u.kind = 'residential_area' AND u.valid_from <= %(today)s
        AND coalesce(u.valid_to, 'infinity') >= %(today)s
    FOR KEY SHARE OF u
"""

#: Codes that stand more than once: few, so that all else about them costs nothing.
_TWICE = """
    CREATE TEMP TABLE pledge_twice ON COMMIT DROP AS
    WITH twice AS (SELECT ma_ho FROM pledge_row GROUP BY ma_ho HAVING count(*) > 1)
    SELECT ma_ho, document_id, min(line) AS line
    FROM pledge_row JOIN twice USING (ma_ho) GROUP BY ma_ho, document_id
"""

#: A household keeps its code when it moves, or when its head is another: not both.
_ANOTHERS = "ma_ho|mã này là của một hộ khác, ở khu dân cư khác; mỗi hộ một mã riêng"
_HEAD = "lower(normalize(btrim(n.chu_ho)))"

#: Every reason a row can be refused for, with the cell's column.
_CHECKED = f"""
    CREATE TEMP TABLE pledge_checked ON COMMIT DROP AS
    SELECT n.*, a.id AS area_id, CASE
        WHEN btrim(n.ma_ho) <> '' IS NOT TRUE THEN 'ma_ho|không được để trống'
        WHEN length(n.ma_ho) > 100 THEN 'ma_ho|mã hộ dài quá 100 ký tự'
        WHEN f.line < n.line THEN 'ma_ho|mã hộ đã có ở dòng trên của tệp này'
        WHEN btrim(n.chu_ho) <> '' IS NOT TRUE AND k.head IS NULL
            THEN 'chu_ho|không được để trống'
        WHEN a.id IS NULL THEN 'ma_khu_dan_cu|không có khu dân cư mang mã này'
        -- A household not known is false at once: a null would ask on, row by row.
        WHEN k.code IS NOT NULL AND k.area_id <> a.id AND {_HEAD} <> lower(k.head)
            AND k.head NOT IN (%(expired)s, %(erased)s) AND btrim(n.chu_ho) <> ''
            THEN '{_ANOTHERS}'
        WHEN n.dang_cu_tru IN ('0', '1') IS NOT TRUE
            THEN 'dang_cu_tru|cần 1 (đang cư trú) hoặc 0'
        -- To PostgreSQL “today” is a date too: letters stand above the digits.
        WHEN n.ngay_cam_ket COLLATE "C" > ':'
            OR NOT pg_input_is_valid(n.ngay_cam_ket, 'date')
            THEN 'ngay_cam_ket|cần một ngày, ví dụ 2021-03-31 hoặc 31/03/2021'
        WHEN n.ngay_cam_ket::date NOT BETWEEN %(first)s AND %(today)s
            THEN 'ngay_cam_ket|ngày cam kết phải trong năm và không sau ngày nhận tệp'
        END AS wrong
    FROM pledge_row n
    LEFT JOIN pledge_area a ON a.code = n.ma_khu_dan_cu
    LEFT JOIN pledge_twice f ON f.ma_ho = n.ma_ho AND f.document_id = n.document_id
    LEFT JOIN household k ON k.code = n.ma_ho
    -- Cells that were emptied are no row.
    WHERE coalesce(n.ma_ho, n.chu_ho, n.ma_khu_dan_cu, n.dang_cu_tru, n.ngay_cam_ket)
        IS NOT NULL
"""  # noqa: S608 - our own words only

#: Of several files the first has the code, unless a later one tells of the same.
_CLASH = f"""
    UPDATE pledge_checked n SET wrong = '{_ANOTHERS}'
    FROM (
        SELECT DISTINCT ON (ma_ho) ma_ho, area_id, {_HEAD} AS head
        FROM pledge_checked n JOIN (SELECT DISTINCT ma_ho FROM pledge_twice) t
            USING (ma_ho)
        WHERE wrong IS NULL ORDER BY ma_ho, document_id
    ) k
    WHERE (SELECT count(DISTINCT document_id) FROM pledge_twice) > 1
        AND n.ma_ho = k.ma_ho AND n.wrong IS NULL
        AND n.area_id <> k.area_id AND {_HEAD} <> k.head
"""  # noqa: S608 - likewise

#: Of a household told by several files, the last good row counts.
_NEWEST = """
    CREATE TEMP TABLE pledge_newest ON COMMIT DROP AS
    SELECT ma_ho, max(document_id) AS document_id
    FROM pledge_checked JOIN (SELECT DISTINCT ma_ho FROM pledge_twice) t USING (ma_ho)
    WHERE wrong IS NULL GROUP BY ma_ho
"""

_WRONG = """
    CREATE TEMP TABLE pledge_wrong ON COMMIT DROP AS
    SELECT document_id, line, part[1] AS cell, part[2] AS problem,
        left(coalesce(to_jsonb(c) ->> part[1], ''), 200) AS found,
        -- What is no code may be a name, which is kept only as what was found.
        CASE WHEN area_id IS NOT NULL THEN ma_khu_dan_cu ELSE '' END AS area, area_id,
        row_number() OVER (PARTITION BY document_id ORDER BY line) AS nth
    FROM pledge_checked c, string_to_array(wrong, '|') AS part WHERE wrong IS NOT NULL
"""

CHECK = (
    _TRIM,
    _AREAS,
    _TWICE,
    "ANALYZE pledge_area, pledge_twice",
    _CHECKED,
    _CLASH,
    _NEWEST,
    "ANALYZE pledge_newest",
    _WRONG,
)

_SHEET = "coalesce(s.name, 'CSV')"
_PLACE = """
    coalesce('ô ' || (s.letters ->> cell) || line, 'dòng ' || line || ', cột ' || cell)
"""
LISTED = f"""
    SELECT document_id, {_SHEET}, {_PLACE}, found, problem, area, area_id
    FROM pledge_wrong LEFT JOIN pledge_sheet s USING (document_id)
    WHERE nth <= %(most)s ORDER BY document_id, line
"""  # noqa: S608 - our own words only
#: Of each kind, how many more there are.
UNLISTED = f"""
    SELECT document_id, {_SHEET}, count(*) || ' dòng nữa, cột ' || cell, '', problem
    FROM pledge_wrong LEFT JOIN pledge_sheet s USING (document_id)
    WHERE nth > %(most)s
    GROUP BY document_id, s.name, cell, problem ORDER BY document_id, cell, problem
"""  # noqa: S608 - likewise

#: What else a file with wrong rows holds, which need not be sent again.
ACCEPTED = """
    SELECT document_id, count(*) FROM pledge_checked
    WHERE wrong IS NULL AND document_id IN (SELECT document_id FROM pledge_wrong)
    GROUP BY document_id
"""

#: Areas and files are held, so they stay: to ask again row by row would take longer
#: than all the rest. Who may not say so has every row asked for by the foreign keys.
TRUST = """
    WITH held AS (SELECT id FROM document WHERE id = ANY(%(documents)s) FOR KEY SHARE)
    SELECT set_config('session_replication_role', 'replica', true)
    WHERE has_parameter_privilege('session_replication_role', 'SET')
        AND (SELECT count(*) FROM held) = cardinality(%(documents)s)
"""
DISTRUST = """
    SELECT set_config('session_replication_role', 'origin', true)
    WHERE current_setting('session_replication_role') = 'replica'
"""

_KEPT = "CASE WHEN h.head = %(erased)s THEN h.head ELSE excluded.head END"
#: Some pages of the checked rows. A name erased at its bearer's wish stays erased.
STORE = f"""
    INSERT INTO household AS h
        (code, area_id, head, residing, pledged_on, document_id, line)
    SELECT c.ma_ho, area_id,
        CASE WHEN btrim(chu_ho) <> '' IS NOT TRUE
                THEN (SELECT k.head FROM household k WHERE k.code = c.ma_ho)
            WHEN chu_ho IS NFC NORMALIZED THEN btrim(chu_ho)
            ELSE normalize(btrim(chu_ho)) END,
        dang_cu_tru = '1', ngay_cam_ket::date, c.document_id, line
    FROM pledge_checked c LEFT JOIN pledge_newest n ON n.ma_ho = c.ma_ho
    WHERE wrong IS NULL AND c.document_id = coalesce(n.document_id, c.document_id)
        AND c.ctid >= %(since)s::tid AND c.ctid < %(until)s::tid
    ON CONFLICT (code) DO UPDATE SET
        area_id = excluded.area_id, head = {_KEPT},
        residing = excluded.residing, pledged_on = excluded.pledged_on,
        document_id = excluded.document_id, line = excluded.line
    WHERE (h.area_id, h.head, h.residing, h.pledged_on) IS DISTINCT FROM
        (excluded.area_id, {_KEPT}, excluded.residing, excluded.pledged_on)
"""  # noqa: S608 - likewise
PAGES = """
    SELECT pg_relation_size('pledge_checked') / current_setting('block_size')::int
"""

KEEP_WRONG = f"""
    INSERT INTO intake_issue
        (document_id, unit_id, unit_code, sheet, place, found, problem, found_on)
    SELECT document_id, area_id, area, {_SHEET}, {_PLACE}, found, problem, %(today)s
    FROM pledge_wrong LEFT JOIN pledge_sheet s USING (document_id)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - likewise

FULFIL = """
    UPDATE obligation AS o SET fulfilled_on = %(today)s
    WHERE o.year = %(year)s AND o.duty = 'pledges'
      AND o.fulfilled_on IS NULL AND o.waived_on IS NULL AND o.locks >= %(today)s
      AND o.unit_id IN (SELECT area_id FROM pledge_checked WHERE wrong IS NULL)
"""

DROP = """
    DROP TABLE pledge_row, pledge_sheet, pledge_area, pledge_twice, pledge_checked,
        pledge_newest, pledge_wrong
"""
