-- A page goes on selling at the price, with the days of trial and to the customer that it was made with: another of these is another page.
-- Only adds. A node of the version before leaves them empty, and sends whoever asks again to the page that is open. A newer one takes an empty row for
-- another purchase: it ends that page and makes one of which it knows what it sells, with which the older node goes on as well.
alter table ${schema}.checkout_attempts add column price_id varchar(255) ${bytes};
alter table ${schema}.checkout_attempts add column trial_days integer;
alter table ${schema}.checkout_attempts add column customer_id varchar(255) ${bytes};
