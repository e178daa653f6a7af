#!/bin/sh
# Runs once, while the database volume is empty: the two roles, and the database that belongs to the owner.
set -eu
psql --set ON_ERROR_STOP=1 --set owner="$OWNER_PASSWORD" --set web="$WEB_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE scn_owner LOGIN PASSWORD :'owner';
CREATE ROLE scn_web LOGIN PASSWORD :'web';
CREATE DATABASE scn OWNER scn_owner;
REVOKE ALL ON DATABASE scn FROM PUBLIC;
GRANT CONNECT ON DATABASE scn TO scn_web;
SQL
