// Development tools by what only their pages and answers hold; facts of those products.

export interface DebugTool { tool: string; severity: "high" | "medium" | "low"; header?: RegExp; body?: RegExp }

export const debugTools: readonly DebugTool[] = [
  { tool: "Werkzeug debugger", severity: "high", body: /<title>[^<]{0,300}\/\/ Werkzeug Debugger<\/title>|\bEVALEX\s*=\s*true\b[^<]{0,200}\bSECRET\s*=/ },
  { tool: "Django debug mode", severity: "medium", body: /You(?:'|&#x27;|&#39;|’)re seeing this error because you have <code>DEBUG = True<\/code>/ },
  { tool: "Rails development errors", severity: "medium", body: /<title>Action Controller: Exception caught<\/title>|<h2[^>]*>Routes match in priority from top to bottom/ },
  { tool: "Rails web console", severity: "high", body: /data-mount-point=["'][^"']*__web_console["']|id=["']console["'][^>]*data-session-id=/ },
  { tool: "Laravel Ignition", severity: "medium", body: /window\.ignite\(|class=["'][^"']*ignition|<!--\s*\n?[^<]{0,2000}Illuminate\\\\?Database\\\\?QueryException/ },
  { tool: "Whoops", severity: "medium", body: /<div class=["']Whoops container["']>|Whoops! There was an error\./ },
  { tool: "Symfony profiler", severity: "medium", header: /^x-debug-token(?:-link)?: ./im, body: /class=["']sf-toolbar(?:reset)?["']|\/_profiler\/[0-9a-f]{6}/ },
  { tool: "ASP.NET detailed errors", severity: "low", body: /<title>[^<]{1,400}<\/title>[\s\S]{0,3000}<b>\s*Source (?:File|Error):\s*<\/b>|<h2>[^<]{0,20}<i>[^<]{1,400}<\/i>\s*<\/h2>[\s\S]{0,2000}Version Information:/ },
  { tool: "ASP.NET Core developer exception page", severity: "medium", body: /<h1>An unhandled exception occurred while processing the request\.<\/h1>/ },
  { tool: "ASP.NET trace", severity: "medium", body: /<title>Application Trace<\/title>|<td><h1>Application Trace<\/h1>/i },
  { tool: "phpinfo()", severity: "medium", body: /<title>(?:PHP [\d.]+ - )?phpinfo\(\)<\/title>|<h1 class=["']p["']>PHP Version [\d.]+/ },
  { tool: "Xdebug", severity: "medium", body: /<table class=['"]xdebug-error/ },
  { tool: "PHP DebugBar", severity: "medium", header: /^phpdebugbar(?:-id)?: ./im, body: /var phpdebugbar = new PhpDebugBar\.DebugBar\(/ },
  { tool: "Play development errors", severity: "medium", body: /<title>(?:Compilation error|Execution exception|Action not found)<\/title>[\s\S]{0,6000}(?:play-error-page|<header id=["']header["']>)/ },
  { tool: "Phoenix debug errors", severity: "medium", body: /<title>[^<]{1,200} at (?:GET|POST|PUT|DELETE|PATCH) [^<]{1,200}<\/title>[\s\S]{0,60000}(?:Phoenix\.Endpoint|Plug\.Debugger)/ },
  { tool: "Clockwork", severity: "medium", header: /^x-clockwork-id: ./im },
  { tool: "Chrome logger", severity: "medium", header: /^x-chrome(?:logger|php)-data: [\w+/=]{8,}/im },
  { tool: "Spring Boot error page", severity: "low", body: /<h1>Whitelabel Error Page<\/h1>/ },
  { tool: "Tomcat error report", severity: "low", body: /<h3>Apache Tomcat\/[\d.]+<\/h3>|<b>Exception Report<\/b>/ },
  { tool: "Vite development server", severity: "low", body: /<script[^>]+src=["'][^"']*\/@vite\/client["']/ },
  { tool: "webpack development server", severity: "low", body: /__webpack_hmr\b[^<]{0,200}EventSource|webpack-dev-server\/client\/index\.js/ },
  { tool: "Next.js development mode", severity: "low", body: /\/_next\/static\/chunks\/react-refresh\.js|\/_next\/static\/development\/_buildManifest\.js/ },
  { tool: "Flask debug toolbar", severity: "medium", body: /<div id=["']flDebug["']/ },
  { tool: "Django debug toolbar", severity: "medium", body: /<div id=["']djDebug["']/ },
  { tool: "MiniProfiler", severity: "low", header: /^x-miniprofiler-ids: ./im },
  { tool: "ELMAH", severity: "medium", body: /<title>Error log for [^<]{1,200}<\/title>[\s\S]{0,4000}ELMAH/i },
  { tool: "GraphiQL", severity: "low", body: /<title>(?:GraphiQL|GraphQL Playground|Apollo (?:Sandbox|Server))[^<]{0,60}<\/title>|React\.createElement\(GraphiQL\b|GraphQLPlayground\.init\(/ },
];
