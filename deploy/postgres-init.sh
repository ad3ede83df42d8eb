#!/bin/sh
# Runs once, when the volume is empty: the service's own role, which owns its database and is no superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv password GATEHOUSE_PASSWORD
CREATE ROLE gatehouse LOGIN PASSWORD :'password';
CREATE DATABASE gatehouse OWNER gatehouse;
\connect gatehouse
CREATE EXTENSION vector;
SQL
