// How runtimes and databases print their failures: facts of those products, each shape needs more than one word of prose.

export interface TraceShape { runtime: string; shape: RegExp }

export const traceShapes: readonly TraceShape[] = [
  { runtime: "java", shape: /(?:^|[\s>;])(?:Caused by: |Exception in thread "[^"\n]{1,80}" )?(?:[a-z_$][\w$]*\.){1,12}[A-Z][\w$]*(?:Exception|Error)\b[^\n]{0,400}(?:\n|<br\s*\/?>|\\n)\s*(?:&nbsp;|\\t|\s)*at (?:[\w$.<>/@&;]+)\((?:[\w$]+\.(?:java|kt|scala|groovy|clj)(?::\d+)?|Unknown Source|Native Method)\)/ },
  { runtime: "java", shape: /(?:\bat (?:[\w$]+\.){2,12}[\w$<>&;]+\((?:[\w$]+\.(?:java|kt|scala):\d+|Native Method|Unknown Source)\)\s*(?:<br\s*\/?>|\\n|\\r|\\t|&nbsp;|\s)*){2}/ },
  { runtime: "python", shape: /Traceback \(most recent call last\):(?:\s|<br\s*\/?>|\\n|&nbsp;|<[^>]{1,80}>){1,20}File (?:"|&quot;|&#34;|\\")[^"&\\\n]{1,300}(?:"|&quot;|&#34;|\\"), line \d+/ },
  { runtime: "php", shape: /(?:<b>)?(?:Fatal error|Parse error|Warning|Notice|Deprecated|Recoverable fatal error)(?:<\/b>)?:\s{1,3}[^\n]{1,500}? in (?:<b>)?(?:\/|[A-Z]:\\|phar:)[^\n<]{1,300}(?:<\/b>)? on line (?:<b>)?\d+/ },
  { runtime: "php", shape: /(?:PHP )?Stack trace:(?:\s|<br\s*\/?>)*#0 (?:\/|[A-Z]:\\|\{main\}|\[internal function\])[^\n]{0,300}/ },
  { runtime: "ruby", shape: /(?:^|[\s>"'])(?:\/|[\w.-]+\/)[\w./@-]{1,200}\.(?:rb|erb|haml|slim|ru):\d+:in [`'‘](?:block |rescue |<)?[^\n'`]{1,120}['’]/m },
  { runtime: "node", shape: /(?:\bat (?:async )?(?:new )?[\w$.<>[\] ]{0,100}\(?(?:file:\/\/)?(?:\/|[A-Z]:\\|node:)[^\n()<>]{1,250}:\d+:\d+\)?\s*(?:<br\s*\/?>|\\n|&nbsp;|\s)*){2}/ },
  { runtime: "dotnet", shape: /\bat [\w.`<>[\],+&;]{3,200}\([^()\n]{0,300}\) in [A-Za-z]:\\[^\n:]{1,250}:line \d+/ },
  { runtime: "dotnet", shape: /(?:\[?System\.(?:[A-Z]\w+\.?){1,6}Exception\b[^\n]{0,400}\]?\s{1,10}(?:<br\s*\/?>\s*)?at [A-Z][\w.`<>+]{3,200}\()|Server Error in (?:'|&#39;)\/[^'<]{0,100}(?:'|&#39;) Application/ },
  { runtime: "go", shape: /\bgoroutine \d+ \[(?:running|runnable|select|chan receive|IO wait|syscall)[^\]\n]{0,40}\]:\s+[\w./*()-]{3,200}\(/ },
  { runtime: "rust", shape: /thread '[^'\n]{1,60}' (?:\(\d+\) )?panicked at (?:'[^\n]{0,200}', )?[\w./-]{1,200}\.rs:\d+/ },
  { runtime: "perl", shape: /\b[\w ':,"()$@%-]{4,200} at \/[\w./-]{1,200}\.(?:pl|pm|cgi|t) line \d+\./ },
  { runtime: "coldfusion", shape: /The (?:error occurred|specific sequence of files included or processed is)[^\n]{0,40}(?::|in)\s?[^\n]{0,40}[\w/\\:.-]{3,200}\.cf[cm](?::|: line )\s?\d*/i },
  { runtime: "elixir", shape: /\((?:elixir|phoenix|plug|ecto)[\w ]{0,20} \d+\.\d+\.\d+\) lib\/[\w./]{1,120}\.ex:\d+: / },
  { runtime: "asp", shape: /Microsoft (?:VBScript|OLE DB Provider for [\w ]{1,40}|JET Database Engine) (?:runtime |compilation )?(?:\(0x[\da-f]{8}\) )?error ?(?:'|&#39;|&quot;)?[\da-fx]{8}/i },
];

/** Errors of databases that reached the visitor. */
export const databaseErrors: readonly TraceShape[] = [
  { runtime: "mysql", shape: /You have an error in your SQL syntax; check the manual that corresponds to your (?:MySQL|MariaDB|Drizzle) server version|SQLSTATE\[(?:42|HY|23)\w{3}\][^\n]{0,20}: [^\n]{4,200}/ },
  { runtime: "postgresql", shape: /(?:PG::|psycopg2?\.(?:errors\.)?|org\.postgresql\.util\.PSQL|Npgsql\.Postgres)\w*(?:Error|Exception)|ERROR:\s{1,2}(?:syntax error at or near|unterminated quoted string at or near|column "[^"\n]{1,60}" does not exist|relation "[^"\n]{1,60}" does not exist)/ },
  { runtime: "sqlite", shape: /SQLITE_(?:ERROR|CONSTRAINT|MISUSE|BUSY)\b: |sqlite3\.(?:OperationalError|ProgrammingError|IntegrityError|Warning):|SQLite3::(?:SQLException|ConstraintException)/ },
  { runtime: "sql-server", shape: /Unclosed quotation mark (?:after|before) the character string|Microsoft (?:OLE DB Provider for|\[?ODBC) ?SQL Server|System\.Data\.SqlClient\.SqlException|com\.microsoft\.sqlserver\.jdbc\.SQLServerException/ },
  { runtime: "oracle", shape: /\bORA-\d{5}: [^\n]{4,200}|oracle\.jdbc\.driver\.\w+Exception/ },
  { runtime: "db2", shape: /DB2 SQL Error: SQLCODE=-?\d+|\[IBM\]\[CLI Driver\]\[DB2/ },
  { runtime: "mongodb", shape: /Mongo(?:Server|DB\\Driver\\Exception\\|Bulk)?(?:Error|Exception)\b[^\n]{0,10}: [^\n]{4,200}/ },
];
