"""Rules that suites of `staging` and `warehouse` share: where a row came from, that none was lost or altered."""

from great_expectations.expectations import UnexpectedRowsExpectation


def rows_stand_in_raw(
    received: str, key: str = "file_id, sheet, row_number", place: str = "district_code"
) -> UnexpectedRowsExpectation:
    """Every typed row was received: it stands in a relation of raw, by the key both have. `place` is told besides.

    Asked by a full join, which reads each side once, whatever the planner takes a month's rows for: a raw row of its
    own for every typed one would be sought by an index that leads to thousands.
    """
    shown = ", ".join(f"typed.{column}" for column in (*key.split(", "), place))
    return UnexpectedRowsExpectation(
        description="every typed row was received",
        severity="critical",
        notes="ทุกแถวที่ใช้ต้องมีต้นฉบับตามที่ได้รับ · A typed row without a received one came from nowhere",
        unexpected_rows_query=f"""
        select {shown}
        from {{batch}} as typed
        full join (
            select {key}
            from raw.{received} as received
            where received.file_id = any (array(select distinct own.file_id from {{batch}} as own))
        ) as received using ({key})
        where received.file_id is null
        """,
    )


def rows_are_of_the_months_files(
    shown: str = "file_id, sheet, row_number, district_code",
) -> UnexpectedRowsExpectation:
    """Every typed row stands in a loaded file of its own source, province and month; `shown` is told of it."""
    columns = ", ".join(f"typed.{column}" for column in shown.split(", "))
    return UnexpectedRowsExpectation(
        description="rows stand in loaded files of their source and month",
        severity="critical",
        notes="แถวต้องอยู่ในไฟล์ที่รับเข้าแล้วของแหล่ง จังหวัด และเดือนเดียวกัน"
        " · A row stands in a loaded file of its own source and province and month",
        unexpected_rows_query=f"""
        select {columns}
        from {{batch}} as typed
        left join {{files}} as file using (file_id)
        where file.file_id is null
        """,
    )


def files_are_of_the_province(relation: str, place: str = "district_code") -> UnexpectedRowsExpectation:
    """No row of the month's files is kept as another province's."""
    return UnexpectedRowsExpectation(
        description="rows are of their file's province",
        severity="critical",
        notes="แถวของไฟล์หนึ่งต้องเป็นของจังหวัดที่ส่งไฟล์นั้น · A file's rows are of the province that sent it",
        unexpected_rows_query=f"""
        select typed.file_id, typed.sheet, typed.row_number, typed.{place}
        from {{files}} as file
        inner join staging.{relation} as typed using (file_id)
        where typed.province_code is distinct from (select min(own.province_code) from {{batch}} as own)
        """,
    )


def rows_read_are_accounted_for(typed: str = "{batch}") -> UnexpectedRowsExpectation:
    """Of every file: rows read are those typed, those refused and those known already, and each is there."""
    return UnexpectedRowsExpectation(
        description="every row read is typed or refused or known",
        severity="critical",
        notes="แถวที่อ่านทุกแถวต้องถูกรับ ถูกปฏิเสธพร้อมเหตุผล หรือรู้จักแล้ว ไม่มีแถวใดหายไป"
        " · Rows read = rows typed + rows refused + rows known: none is dropped silently",
        unexpected_rows_query=f"""
        select
            file.file_id, file.rows_read, file.rows_known, coalesce(typed.row_count, 0) as rows_typed,
            coalesce(refused.row_count, 0) as rows_refused
        from {{files}} as file
        left join (
            select typed_row.file_id, count(*) as row_count
            from {typed} as typed_row
            group by typed_row.file_id
        ) as typed using (file_id)
        left join lateral (
            select count(*) as row_count
            from quarantine.rejected_row
            where rejected_row.file_id = file.file_id
        ) as refused on true
        where
            file.rows_read <> coalesce(typed.row_count, 0) + refused.row_count + file.rows_known
            or file.rows_loaded <> coalesce(typed.row_count, 0)
            or file.rows_rejected <> refused.row_count
        """,
    )


def reports_are_accepted(where: str = "true") -> UnexpectedRowsExpectation:
    """Every typed row of a report's section belongs to a report whose summary was accepted."""
    return UnexpectedRowsExpectation(
        description="rows belong to an accepted report",
        severity="critical",
        notes="แถวของรายงานที่สรุปไม่ผ่านต้องไม่ถูกใช้ · Rows of a report whose summary is refused are refused with it",
        unexpected_rows_query=f"""
        select section.file_id, section.sheet, section.row_number, section.report_key
        from {{batch}} as section
        where
            ({where})
            and not exists (
                select from staging.submission
                where
                    submission.province_code = section.province_code and submission.period = section.period
                    and submission.report_key = section.report_key
            )
        """,
    )


def facts_are_as_typed(
    typed: str, columns: str, key: str = "file_id, sheet, row_number", place: str = "district_code"
) -> UnexpectedRowsExpectation:
    """Every fact is a typed row, value for value; `columns` are what both have. `place` is told besides."""
    names = columns.split(", ")
    compared = " ".join(f"or fact.{name} is distinct from typed.{name}" for name in names)
    shown = ", ".join(f"fact.{name}" for name in (*key.split(", "), place))
    return UnexpectedRowsExpectation(
        description="facts are as they were typed",
        severity="critical",
        notes="ข้อเท็จจริงทุกแถวต้องตรงกับแถวที่แปลงจากไฟล์ทุกค่า · A fact is a typed row unaltered in every value",
        meta={"missing_values": "never_skip"},
        unexpected_rows_query=f"""
        select {shown}
        from {{batch}} as fact
        left join staging.{typed} as typed using ({key})
        where typed.file_id is null {compared}
        """,
    )


def sections_are_whole(section: str, typed: str) -> UnexpectedRowsExpectation:
    """No row of a section's latest file is missing among the facts; an earlier file of the form tool is replaced."""
    return UnexpectedRowsExpectation(
        description="no typed row of a report was lost",
        severity="critical",
        notes="ทุกแถวที่รับจากรายงานต้องอยู่ในข้อเท็จจริง · Every accepted row of a report is a fact",
        unexpected_rows_query=f"""
        select typed.file_id, typed.sheet, typed.row_number, submission.district_code
        from {{month}} as month
        inner join staging.{typed} as typed using (province_code, period)
        inner join ops.source_file using (file_id)
        inner join warehouse.submission
            on
                submission.province_code = typed.province_code and submission.period = typed.period
                and submission.version_key = typed.report_key
        left join {{batch}} as fact
            on
                fact.file_id = typed.file_id and fact.sheet = typed.sheet and fact.row_number = typed.row_number
        where
            fact.file_id is null
            and not exists (
                select from ops.source_file as later
                where
                    later.source = 'submissions' and later.section = '{section}' and source_file.section = '{section}'
                    and later.status = 'loaded' and later.province_code = typed.province_code
                    and later.period = typed.period
                    and (later.received_at, later.modified_at, later.uri)
                    > (source_file.received_at, source_file.modified_at, source_file.uri)
            )
        """,
    )


def no_record_was_lost(typed: str, record: str, standing: str) -> UnexpectedRowsExpectation:
    """Every record of the month's files is a fact; of rows that repeat a record one is. `standing`: as of what."""
    shown = "typed.district_code" + (f", typed.{record}" if record != "district_code" else "")
    return UnexpectedRowsExpectation(
        description="no typed record was lost",
        severity="critical",
        notes="ทุกรายการที่รับไว้ต้องอยู่ในข้อเท็จจริง · Every record that was accepted is a fact",
        unexpected_rows_query=f"""
        select typed.file_id, typed.sheet, typed.row_number, {shown}
        from {{files}} as file
        inner join staging.{typed} as typed using (file_id)
        where
            typed.{standing} in (select fact.{standing} from {{batch}} as fact)
            and typed.{record} not in (select fact.{record} from {{batch}} as fact)
        """,
    )


def export_came_after_the_month(source: str, periods: str = "=") -> UnexpectedRowsExpectation:
    """The month's latest export was made when the month was over; `periods` compares a delivery's month with it."""
    return UnexpectedRowsExpectation(
        description="the month's export was made after its end",
        severity="warning",
        notes="ไฟล์ที่ออกก่อนสิ้นเดือนยังไม่ครบเดือน ให้ขอไฟล์ใหม่"
        " · An export made before the month is over lacks its last days: ask for another",
        unexpected_rows_query=f"""
        select made.source, made.files, made.last_made_at
        from (
            select
                month.period, '{source}' as source, count(*) as files,
                max(least(source_file.received_at, source_file.modified_at)) as last_made_at,
                (select count(*) from {{batch}} as fact) as facts
            from {{month}} as month
            inner join ops.source_file
                on
                    source_file.province_code = month.province_code and source_file.period {periods} month.period
                    and source_file.source = '{source}' and source_file.status = 'loaded'
            group by month.period
        ) as made
        where made.last_made_at < (made.period + interval '1 month') at time zone 'Asia/Bangkok'
        """,
    )


def register_is_recent() -> UnexpectedRowsExpectation:
    """What a month goes by is not older at its end than the programme allows."""
    return UnexpectedRowsExpectation(
        description="the register is recent enough at the month's end",
        severity="warning",
        notes="ทะเบียนที่เก่าเกินกำหนดทำให้ผู้ที่มาใหม่ไม่ถูกนับ ให้ขอทะเบียนล่าสุด"
        " · Who came since is not in a register older than the programme allows: ask for the latest",
        unexpected_rows_query="""
        select standing.as_of_date, setting.value as months_allowed
        from (select register.province_code, max(register.as_of_date) as as_of_date from {batch} as register
            group by register.province_code) as standing
        inner join {month} as month using (province_code)
        inner join rulebook.quality_setting as setting
            on setting.programme_code = month.programme_code and setting.setting_code = 'registry_age_months'
        where
            standing.as_of_date + setting.value * interval '1 month' < month.period + interval '1 month'
        """,
    )
