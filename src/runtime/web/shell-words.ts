// Commands that injections run, and shapes of arguments that tell a command from an English word of the same spelling.

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Names that mean nothing but the command: after a separator they are one with or without arguments. */
export const commands = set(`
  uname whoami ifconfig ipconfig netstat wget curl ncat netcat socat bash zsh ksh csh tcsh dash busybox nslookup traceroute tracert tcpdump tftp ftp telnet ssh scp rsync nmap
  chmod chown mkdir rmdir mkfifo mknod crontab useradd usermod passwd chsh sudo su systeminfo tasklist taskkill schtasks regsvr32 rundll32 certutil bitsadmin mshta cscript wscript powershell pwsh
  cmd wmic netsh nltest icacls attrib xcopy robocopy gcc perl python python2 python3 ruby php lua awk gawk nawk sed xxd base64 base32 lsof iptables systemctl getent printenv
  pwd ls ps df du nc sh rm cp mv ln wc nl tac dd mkdir phpinfo reg printf expr env uptime dmesg lsb_release arch hostname nproc lscpu sysctl hexdump strings xargs nohup pkill killall
  apt apt-get yum dnf apk pip npm docker kubectl tar gzip gunzip unzip bunzip2 pico nano emacs vi vim ed regedit ver vol arp dig getmac quser qwinsta winver cacls tasklist.exe fping ping ping6 sleep usleep timeout chcp gdb strace id`);

/** Also English, or also short: what follows must look like an argument. */
export const wordyCommands = set(`
  cat type dir find sort more less head tail who w last date time which kill echo touch copy move print at finger mail make man host set test export exit read eval exec source file grep egrep
  del erase net start call route rev cut split paste join tee watch tree locate history dig install mount umount free top shutdown reboot halt ip sc for if while alias fold look tr od uniq diff cd let command nice env
  sleep ping id arch vol ver reg ed nl hostname env strings expr timeout su sed ls ps rm cp mv ln wc dash python ruby perl php curl bash docker ftp ssh`);

const argument = /^(?:[ \t+]|\$\{?IFS\}?(?:\$[0-9@])?|%09|<|,)*(?:[-+]{1,2}[a-z?\d]|\/[\w?*[]|\.{1,2}(?:\/|\\|$)|~\/|[a-z]:(?:[\\/"'|;&+\s]|$)|\$[\w({@*?]|%[a-z]{3,}%|[<>]|\*|["'`]|\d{1,5}(?:\s*(?:[;|&#`)'"]|$))|[\w-]+\.(?:txt|php|ini|conf|cfg|sh|py|pl|log|exe|bat|xml|json|asp|jsp|html?|yml|sql|bak|key|pem|db)\b|(?:https?|ftp):|\d{1,3}\.\d{1,3}\.\d{1,3}|\\|\/(?:\s|$)|\{|[a-z]{1,12}[\\/][\w\\/]|0x|@|=|localhost\b)/i;
const commandEnd = /^(?:\s*(?:[;|&`)#'"\n]|$|>|<|%00))/;

/** Whether what stands after the name could be its arguments. */
export const hasArgument = (rest: string): boolean => argument.test(rest);
/** Whether the command ends right after its name. */
export const endsThere = (rest: string): boolean => commandEnd.test(rest);
