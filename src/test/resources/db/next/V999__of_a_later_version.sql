create table later (id text not null primary key);
alter table run add column later text;
alter table node add column later integer not null default 0;
