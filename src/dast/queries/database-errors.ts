// Error texts of databases, their drivers and the libraries above them, as pages let them through.

/**
 * syntax  the statement could not be parsed: what was sent has changed its form
 * name    a column, function or table is unknown: what was sent became an identifier
 * data    a value does not fit its type: bound parameters say this too, so it proves nothing
 * driver  only that a query failed
 */
export type ErrorKind = "syntax" | "name" | "data" | "driver";
export interface DatabaseError { dbms: string | undefined; kind: ErrorKind; text: string }

const table: readonly (readonly [dbms: string | undefined, kind: ErrorKind, pattern: RegExp])[] = [
  // MySQL and MariaDB: the server's messages, and what its drivers put before them.
  ["MySQL", "syntax", /You have an error in your SQL syntax[^<\n]{0,120}/i],
  ["MySQL", "syntax", /(?:check the manual that (?:corresponds to|fits) your (?:MySQL|MariaDB) server version|MySqlException[^<\n]{0,80}syntax|SQLSTATE\[42000\][^<\n]{0,40}1064|ER_PARSE_ERROR|\(1064,)/i],
  ["MySQL", "name", /Unknown column '[^']{0,80}' in '(?:where|order|field|group|having|on)[^']{0,20}'|FUNCTION [\w.]{1,80} does not exist|ER_BAD_FIELD_ERROR|SQLSTATE\[42S22\]/i],
  ["MySQL", "data", /Incorrect (?:integer|decimal|datetime|date|double) value: '|Truncated incorrect \w+ value/i],
  ["MySQL", "driver", /(?:com\.mysql\.(?:cj\.)?jdbc|org\.mariadb\.jdbc|MySQLSyntaxErrorException|mysqli?_(?:fetch|num_rows|query|result)\w*\(\)|valid MySQL result|MySqlClient\.|pymysql\.err\.|MySQLdb\.|mysql2?\.connector\.errors)/i],
  // PostgreSQL and those that speak like it.
  ["CockroachDB", "syntax", /at or near "[^"]{0,80}"[^<]{0,20}: syntax error|DETAIL: source SQL:/i],
  ["PostgreSQL", "syntax", /(?:syntax error at or near "|unterminated quoted (?:string|identifier) at or near|syntax error at end of input|unterminated (?:\/\* comment|dollar-quoted string) at or near|Unterminated (?:string literal|identifier|comment) started at position \d+|SQLSTATE\[42601\])[^<\n]{0,80}/i],
  ["PostgreSQL", "name", /column "[^"]{0,80}" does not exist|function [\w.]{1,80}\([^)]{0,80}\) does not exist|operator does not exist: [^<\n]{1,60}|SQLSTATE\[42703\]/i],
  ["PostgreSQL", "data", /invalid input syntax for (?:type )?\w+|SQLSTATE\[22P02\]/i],
  ["PostgreSQL", "driver", /(?:org\.postgresql\.util\.PSQLException|Npgsql\.(?:Npgsql|Postgres)Exception|psycopg2?3?\.(?:errors|ProgrammingError)|pg_(?:query|exec|send_query)\(\)|PG::(?:SyntaxError|UndefinedColumn|Error)|valid PostgreSQL result|(?:PSQL|Postgre)[^<\n]{0,40}ERROR:)/i],
  // SQLite.
  ["SQLite", "syntax", /(?:near "[^"]{0,80}": syntax error|unrecognized token: "|incomplete input|SQL logic error[^<\n]{0,60}syntax)/i],
  ["SQLite", "name", /(?:sqlite[^<\n]{0,120}no such (?:column|function)|no such (?:column|function): [^\s<]{1,80})/i],
  ["SQLite", "driver", /(?:SQLite3?::(?:SQLException|query)|sqlite3\.(?:OperationalError|ProgrammingError|Warning)|System\.Data\.SQLite\.SQLiteException|Microsoft\.Data\.Sqlite|org\.sqlite\.|SQLITE_ERROR|\[SQLITE_ERROR\]|SQLite error \d+|ERR_SQLITE_ERROR|modernc\.org\/sqlite)/i],
  // Microsoft SQL Server, Sybase.
  ["SQL Server", "syntax", /(?:Unclosed quotation mark (?:after|before) the character string|Incorrect syntax near (?:the keyword )?'|Quoted string '[^']{0,80}' has no|An expression of non-boolean type specified in a context)/i],
  ["SQL Server", "name", /(?:Invalid column name '|'[^']{1,80}' is not a recognized built-in function name|The multi-part identifier "|The column prefix '[^']{0,80}' does not match)/i],
  ["SQL Server", "data", /Conversion failed when converting (?:the )?[\w() ]{1,40} value|Error converting data type|Arithmetic overflow error converting/i],
  ["SQL Server", "driver", /(?:System\.Data\.SqlClient\.SqlException|Microsoft\.Data\.SqlClient|com\.microsoft\.sqlserver\.jdbc|\[Microsoft\]\[(?:ODBC )?SQL Server|\[SQL Server\]|Driver[^<\n]{0,40} SQL[\s_-]*Server|OLE DB[^<\n]{0,40}SQL Server|mssql_query\(\)|net\.sourceforge\.jtds|pymssql|Unclosed_quote_sqlserver)/i],
  ["Sybase", "driver", /(?:Sybase message|com\.sybase\.jdbc|SybSQLException|Sybase[^<\n]{0,40}Server message|SQL Anywhere)/i],
  ["Access", "syntax", /(?:Syntax error \((?:missing operator|comma)\) in query expression|Syntax error in (?:string|date|number) in query expression|Microsoft Access (?:Driver|Database Engine)|JET Database Engine|Data type mismatch in criteria expression|\[Microsoft\]\[ODBC Microsoft Access)/i],
  // Oracle.
  ["Oracle", "syntax", /ORA-(?:00(?:9[0-9]{2})|01756|01789|00933|00936|00907|00921|00911|01740|06550)[^<\n]{0,100}|quoted string not properly terminated/i],
  ["Oracle", "name", /ORA-00904[^<\n]{0,100}/i],
  ["Oracle", "data", /ORA-(?:01722|01861|01858|01843|06502)[^<\n]{0,80}/i],
  ["Oracle", "driver", /(?:\bORA-\d{5}|oracle\.jdbc\.|Oracle\.(?:DataAccess|ManagedDataAccess)|cx_Oracle|oracledb\.|Oracle error|OracleException|oci_(?:parse|execute)\(\))/i],
  // Java's own databases.
  ["HSQLDB", "syntax", /(?:unexpected token ?: |unexpected end of statement|malformed (?:string|quoted identifier|numeric constant)|org\.hsqldb[^<\n]{0,80}(?:malformed|unexpected)|Unexpected token(?: UNKNOWN)?: [^<\n]{0,60} in statement)/i],
  ["HSQLDB", "name", /user lacks privilege or object not found: /i],
  ["HSQLDB", "data", /data exception: (?:invalid character value for cast|string data, right truncation)|incompatible data type(?:s)? in (?:conversion|operation|combination)/i],
  ["HSQLDB", "driver", /org\.hsqldb\.(?:jdbc|HsqlException)|hsqldb\.SQLException/i],
  ["H2", "syntax", /(?:Syntax error in SQL statement "|\[42[01]0[01]-\d{3}\])/i],
  ["H2", "name", /Column "[^"]{1,80}" not found|Function "[^"]{1,80}" not found|\[4212[12]-\d{3}\]/i],
  ["H2", "data", /Data conversion error converting "/i],
  ["H2", "driver", /org\.h2\.jdbc\.|JdbcSQL(?:SyntaxError)?Exception/i],
  ["Derby", "syntax", /(?:Lexical error at line \d+, column \d+|ERROR 42X0[12]|Syntax error: Encountered "[^<\n]{0,80}" at line)/i],
  ["Derby", "name", /Column '[^']{1,80}' is either not in any table in the FROM list|ERROR 42X04/i],
  ["Derby", "data", /Invalid character string format for type|Comparisons between '\w+[^']{0,20}' and '\w+/i],
  ["Derby", "driver", /org\.apache\.derby\./i],
  // Others.
  ["DB2", "syntax", /(?:DB2 SQL error: SQLCODE[:=] ?-(?:10[0-9]|199|7)\b|SQLCODE[:=] ?-104|CLI Driver[^<\n]{0,40}DB2[^<\n]{0,80}SQL0(?:010|104)N)/i],
  ["DB2", "driver", /(?:com\.ibm\.db2\.jcc|DB2 SQL error|db2_\w+\(\)|\[IBM\]\[CLI Driver\]\[DB2)/i],
  ["Informix", "driver", /(?:com\.informix\.jdbc|Dynamic SQL Error[^<\n]{0,20}Informix|\[Informix\]|IfxException|SQLCODE -201|Informix ODBC Driver)/i],
  ["Firebird", "syntax", /Dynamic SQL Error[^<]{0,20}SQL error code = -104|Token unknown - line \d+/i],
  ["Firebird", "driver", /org\.firebirdsql\.jdbc|ibase_(?:query|errmsg)\(\)|FirebirdSql\.Data/i],
  ["ClickHouse", "syntax", /DB::Exception: Syntax error|Code: 62\b[^<\n]{0,60}Syntax error/i],
  ["Snowflake", "syntax", /SQL compilation error:[^<]{0,40}(?:syntax error|parse error)|net\.snowflake\.client\.jdbc/i],
  ["Presto", "syntax", /(?:com\.facebook\.presto|io\.(?:trino|prestosql))[^<\n]{0,60}|line \d+:\d+: mismatched input '/i],
  ["Vertica", "driver", /com\.vertica\.jdbc|\[Vertica\]\[VJDBC\]/i],
  ["SAP HANA", "syntax", /com\.sap\.db\.jdbc|sql syntax error: incorrect syntax near "|SAP DBTech JDBC/i],
  ["Teradata", "driver", /com\.teradata\.jdbc|\[Teradata Database\]/i],
  ["MonetDB", "driver", /nl\.cwi\.monetdb|\[MonetDB\]/i],
  // Layers above that do not name what is below.
  [undefined, "syntax", /java\.sql\.SQLSyntaxErrorException|SQLGrammarException|BadSqlGrammarException|bad SQL grammar|org\.hibernate\.(?:QueryException|hql\.internal\.ast|query\.(?:SyntaxException|SemanticException))|QuerySyntaxException|(?:Doctrine\\ORM\\Query\\QueryException|\[Syntax Error\] line 0, col)|SQLSTATE\[(?:42000|42601|HY000)\]:? ?(?:Syntax error|General error: 1 near)/i],
  [undefined, "driver", /java\.sql\.SQL\w*Exception|javax\.persistence\.PersistenceException|PDOException|Zend_Db_\w+Exception|ActiveRecord::StatementInvalid|Sequel::DatabaseError|SequelizeDatabaseError|QueryFailedError|PrismaClientUnknownRequestError|sqlalchemy\.exc\.\w*Error|django\.db\.utils\.(?:OperationalError|ProgrammingError|DataError)|System\.Data\.(?:OleDb|Odbc|SqlTypes)\.\w+Exception|ADODB\.(?:Field|Recordset|Command)[^<\n]{0,20}error|Warning: (?:odbc|ibase|sqlsrv|pg|mysqli?|sqlite)_\w+\(\)|Dynamic Page Generation Error:|SQL (?:syntax )?error (?:in|near|at)\b/i],
];

const longest = 400_000;

/** Each kind of error that a text shows, once; the first `longest` characters are looked at. Entities of quotes are read as quotes. */
export function databaseErrorsIn(text: string): DatabaseError[] {
  const plain = text.slice(0, longest).replaceAll(/&(?:quot|#34|#x22);/gi, '"').replaceAll(/&(?:#0?39|#x27|apos);/gi, "'").replaceAll("\\\"", '"');
  return table.flatMap(([dbms, kind, pattern]) => { const found = pattern.exec(plain); return found === null ? [] : [{ dbms, kind, text: found[0].slice(0, 160) }]; });
}

/** The same for errors of one kind and one database, whatever their words: by it errors are told from those that a page always shows. */
export const keyOfError = ({ dbms, kind }: DatabaseError): string => `${dbms ?? ""}/${kind}`;

/** The database that errors name: the most frequent one; undefined when none does. */
export function dbmsOf(errors: readonly DatabaseError[]): string | undefined {
  const named = errors.flatMap(({ dbms }) => dbms ?? []);
  return named.toSorted((one, other) => named.filter((name) => name === other).length - named.filter((name) => name === one).length)[0];
}
