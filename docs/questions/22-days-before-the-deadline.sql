-- asks    อำเภอส่งรายงานก่อนกำหนดกี่วัน · How many days before the deadline do reports come?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   จำนวนรายงานตามวันที่เหลือก่อนกำหนด ติดลบคือช้า · reports by days left until the deadline; negative ones are late
-- bar     reports by days_left
select
    (deadline.due_at at time zone 'Asia/Bangkok')::date - (grades.reported_at at time zone 'Asia/Bangkok')::date as days_left,
    count(*) as reports
from mart.district_grade as grades
inner join ops.deadline
    on
        deadline.programme_code = grades.programme_code and deadline.province_code = grades.province_code
        and deadline.period = grades.period and deadline.deadline_code = 'report'
where grades.reported_at is not null
group by days_left
order by days_left;
