"""What must be true of `warehouse.shop`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="warehouse.shop",
    expectations=[
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
            unexpected_rows_query="""
            select shop_id, registered_on, approved_on, status, products
            from {batch}
            where approved_on < registered_on or (approved_on is not null and status <> 'อนุมัติแล้ว') or products < 0
            """,
        ),
    ],
)
