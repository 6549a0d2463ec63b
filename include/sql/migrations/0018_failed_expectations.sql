-- What failed is found without reading what held.
set local role warehouse_owner;

create index failed_critically on ops.expectation_result (province_code, period) where not success and severity = 'critical';
