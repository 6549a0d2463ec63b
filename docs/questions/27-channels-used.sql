-- asks    ช่องทางใดใช้เผยแพร่มากที่สุด · Which channels are used most?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   จำนวนโพสต์และจำนวนอำเภอ ตามช่องทาง จากรายงานที่นับ · posts and districts by channel, of the reports that count
-- bar     posts by channel
select
    channel,
    count(*) as posts,
    count(distinct post.district_code) as districts
from warehouse.publicity_post as post
inner join warehouse.submission using (province_code, period, version_key)
cross join lateral unnest(post.channels) as channel
where submission.counts
group by channel
order by posts desc, channel;
