-- What a checkout gives off is part of what it buys: another code is another session. The provider's id, not the word.
alter table ${schema}.checkout_attempts add column promotion_code_id varchar(255) ${bytes};
