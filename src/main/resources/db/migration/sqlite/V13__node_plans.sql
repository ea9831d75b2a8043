-- The plans of each server's configuration with a fingerprint of each; null: a server of an older version.
alter table node add column plans text;
