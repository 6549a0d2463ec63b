"""What must be true of `warehouse.shop`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import export_came_after_the_month, facts_are_as_typed

SUITE = ExpectationSuite(
    name="warehouse.shop",
    expectations=[
        facts_are_as_typed(
            "shop_registration",
            "shop_id, operator_id, registered_on, status, approved_on, products",
            place="operator_id",
        ),
        UnexpectedRowsExpectation(
            description="no shop of the month's exports was lost",
            severity="critical",
            notes="ร้านค้าทุกร้านในไฟล์ของเดือนต้องอยู่ในข้อเท็จจริง · Every shop of the month's exports is a fact",
            unexpected_rows_query="""
            select typed.file_id, typed.sheet, typed.row_number, typed.shop_id
            from {month} as month
            inner join ops.source_file
                on
                    source_file.province_code = month.province_code and source_file.period = month.period
                    and source_file.source = 'shop_registrations' and source_file.status = 'loaded'
            inner join staging.shop_registration as typed using (file_id)
            -- most of an export's shops registered in other months
            where
                typed.shop_id not in (select shop.shop_id from {batch} as shop)
                and not exists (
                    select from warehouse.shop
                    where shop.province_code = month.province_code and shop.shop_id = typed.shop_id
                )
            """,
        ),
        UnexpectedRowsExpectation(
            description="the shop's status is one the programme knows",
            severity="critical",
            notes="สถานะที่ไม่รู้จักทำให้นับร้านค้าที่ไม่อนุมัติปนกับร้านค้าอื่น · An unknown status would let refused shops count",
            unexpected_rows_query="""
            select shop_id, status
            from {batch}
            where status not in ('รออนุมัติ', 'อนุมัติแล้ว', 'ไม่อนุมัติ')
            """,
        ),
        UnexpectedRowsExpectation(
            description="approval follows registration",
            severity="warning",
            notes="วันที่อนุมัติต้องไม่ก่อนวันที่สมัคร และมีเฉพาะร้านค้าที่อนุมัติแล้ว"
            " · A shop is approved after it registered, and only then has the date",
            meta={"missing_values": "skip_if_any"},
            unexpected_rows_query="""
            select shop_id, registered_on, approved_on, status, products
            from {batch}
            where approved_on < registered_on or (approved_on is not null and status <> 'อนุมัติแล้ว') or products < 0
            """,
        ),
        export_came_after_the_month("shop_registrations", periods=">="),
    ],
)
