-- What else a request was about: the token that was given or taken away.
alter table audit add column subject varchar(300);
