"""What must be true of `staging.shop_registration`: the exports of shops that were delivered for a month."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import (
    ExpectColumnPairValuesAToBeGreaterThanB,
    ExpectColumnValueLengthsToBeBetween,
    ExpectColumnValuesToBeBetween,
    ExpectColumnValuesToBeInSet,
)

from expectations.lineage import files_are_of_the_province, rows_read_are_accounted_for, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.shop_registration",
    expectations=[
        rows_stand_in_raw("shop_registrations", place="operator_id"),
        files_are_of_the_province("shop_registration", place="operator_id"),
        rows_read_are_accounted_for(),
        ExpectColumnValueLengthsToBeBetween(
            description="shops have a number",
            severity="critical",
            notes="ร้านค้าที่ไม่มีรหัสแยกจากร้านอื่นไม่ได้ · A shop without its number cannot be told from another",
            column="shop_id",
            min_value=1,
        ),
        ExpectColumnValueLengthsToBeBetween(
            description="shops name their operator",
            severity="critical",
            notes="ร้านค้าที่ไม่มีรหัสผู้ประกอบการนับให้อำเภอใดไม่ได้ · A shop without its operator counts for no district",
            column="operator_id",
            min_value=1,
        ),
        ExpectColumnValuesToBeInSet(
            description="the shop's status is one the programme knows",
            severity="critical",
            notes="สถานะที่ไม่รู้จักทำให้นับร้านค้าที่ไม่อนุมัติปนกับร้านค้าอื่น · An unknown status would let refused shops count",
            column="status",
            value_set=["รออนุมัติ", "อนุมัติแล้ว", "ไม่อนุมัติ"],
        ),
        ExpectColumnValuesToBeBetween(
            description="products are not below zero",
            severity="critical",
            notes="จำนวนสินค้าไม่มีทางติดลบ · A number of products is never negative",
            column="products",
            min_value=0,
        ),
        ExpectColumnPairValuesAToBeGreaterThanB(
            description="approval follows registration",
            severity="warning",
            notes="วันที่อนุมัติต้องไม่ก่อนวันที่สมัคร · A shop is approved on the day it registered or later",
            meta={"missing_values": "skip_if_any"},
            column_A="approved_on",
            column_B="registered_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
    ],
)
