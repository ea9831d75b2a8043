-- One more run that was asked for while the plan had an active one; the newest wish holds.
create table run_follow_up (
    plan    text not null primary key,
    request text not null
);
