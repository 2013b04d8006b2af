// The words of SQL by what they do in an injection: joins, comparisons, clauses, statements, functions and the catalogues of the databases.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** A condition may follow. */
export const joiners = words("and or xor && || having where when not if iif on");

/** Between two values. */
export const comparisons = words("= <=> <> != < > <= >= like rlike regexp glob ~ ~* !~ is in between sounds similar ilike div mod match := @> <@ @? @@ ? ?& ?| -> ->> #> #>>");

export const arithmetic = words("+ - * / % ^ | & << >> || . ::");

/** Words that stand for a value. */
export const literals = words("true false null unknown current_user user session_user system_user current_timestamp");

/** Words after which a closed quote was an injection: the string ended and the statement goes on. */
export const clauses = words("and or xor union having order group limit procedure into like rlike regexp in between is as where for from waitfor offset escape collate returning div mod sounds not except intersect minus fetch");

/** Functions that a condition calls to learn the data bit by bit, to wait or to fail; a joiner and one of these is an injection whatever follows. */
export const functions = words(`
  abs ascii avg bin bit_length cast ceil char char_length character_length chr coalesce col_length concat concat_ws conv convert count crc32 current_database database
  db_name decode elt encode exists exp extract extractvalue field find_in_set floor format from_base64 gtid_subset hex host_name if ifnull iif instr is_srvrolemember isnull
  json_extract json_keys left len length like likelihood load_file locate lower lpad ltrim make_set max md5 mid min name_const nullif object_id octet_length ord polygon
  position pow power quarter rand random randomblob regexp_like replace replicate reverse right round row row_count rtrim schema_name sha1 sha2 sign sleep soundex space
  sqlite_version strcmp string_agg strpos substr substring substring_index sum system_user to_base64 to_char to_number to_seconds trim unhex unicode updatexml upper user
  user_name uuid version xmltype zeroblob pg_sleep benchmark row_number json_arrayagg group_concat xpath query_to_xml database_to_xml last_insert_id linestring multipoint multipolygon geometrycollection gtid_subtract
  is_member has_dbaccess suser_name suser_sname servername serverproperty ntile uid`);

/** Functions nobody writes for any other reason. */
export const weapons = words(`
  sleep pg_sleep benchmark extractvalue updatexml xp_cmdshell load_file randomblob load_extension name_const gtid_subset sys_eval sys_exec
  xp_dirtree xp_regread xp_fileexist xp_subdirs sp_oacreate sp_executesql sp_makewebtask sp_password openrowset openquery opendatasource lo_import lo_export pg_read_file pg_ls_dir
  query_to_xml database_to_xml dblink_connect dbms_pipe dbms_lock dbms_ldap dbms_xmlgen dbms_xslprocessor dbms_utility dbms_java dbms_scheduler dbms_cdc_publish utl_inaddr utl_http utl_file utl_smtp ctxsys httpuritype
  make_set elt regexp_substring crypt_key analyse generate_series sp_configure bfilename tz_offset to_timestamp_tz fn_xe_file_target_read_file load_xml xmltype`);

/** Functions whose name alone gives them away; the others need a statement around them. */
export const loudWeapons = words("benchmark extractvalue updatexml xp_cmdshell xp_dirtree xp_regread xp_fileexist xp_subdirs sp_oacreate sp_makewebtask pg_sleep load_extension pg_read_file pg_ls_dir dbms_pipe dbms_lock dbms_ldap utl_inaddr utl_http ctxsys lo_import lo_export fn_xe_file_target_read_file regexp_substring");

/** Types that a value is cast to with "::", as PostgreSQL writes it. */
export const castTypes = words("int int2 int4 int8 integer bigint smallint numeric decimal real float float4 float8 double text varchar char bytea json jsonb regclass date timestamp timestamptz uuid inet money boolean bool xml name oid");

/** Tables and schemas in which the databases describe themselves. */
export const catalogues = words(`
  information_schema sysobjects syscolumns sysusers sysdatabases syslogins sysprocesses sysservers sysxlogins systypes pg_catalog pg_tables pg_user pg_shadow pg_database pg_class pg_attribute pg_roles
  sqlite_master sqlite_schema sqlite_temp_master all_tables all_tab_columns all_users user_tables user_tab_columns user_objects all_objects dba_users dba_tables
  v$version v$instance v$database v$session msysobjects msysaccessobjects msysaces msysqueries rdb$database rdb$relations rdb$relation_fields rdb$fields rdb$types rdb$functions rdb$collations domain systables syscat sysibm sysmaster
  innodb_table_stats innodb_index_stats`);

/** A statement of its own, and what must follow its first word; empty: anything that is not prose. */
export const statements: Readonly<Record<string, ReadonlySet<string>>> = {
  select: new Set(),
  insert: words("into ignore"), update: new Set(), delete: words("from"), replace: words("into"), merge: words("into using"),
  drop: words("table database schema view index user procedure function trigger column login role sequence all"),
  create: words("table database schema view index user procedure function trigger login role or temp temporary alias extension"),
  alter: words("table database schema view index user procedure function trigger login role session system"),
  truncate: words("table"), exec: new Set(), execute: new Set(), declare: new Set(), waitfor: words("delay time"), shutdown: words("with immediate abort nowait ; --"),
  grant: words("all select connect resource dba execute usage create insert"), revoke: words("all select connect"), call: new Set(), begin: new Set(), copy: new Set(), load: words("data xml"), handler: new Set(), set: new Set(), attach: words("database"), rename: words("table"), print: new Set(), use: new Set(), desc: new Set(), show: words("tables databases columns variables grants"), backup: words("database log"), bulk: words("insert"), kill: new Set(), do: new Set(), prepare: new Set(), commit: new Set(), rollback: new Set(),
};
