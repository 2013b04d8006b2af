// Programs and the names Sigma has for them as services.

const renamed: Readonly<Record<string, string>> = {
  "sshd-session": "sshd", "sshd-auth": "sshd", "in.sshd": "sshd", crond: "cron", anacron: "cron", "cron.info": "cron", freshclam: "clamav", clamd: "clamav", clamscan: "clamav", guacd: "guacamole",
  httpd: "apache", apache2: "apache", named: "bind", "systemd-logind": "systemd-logind",
};

/** "sshd-session" -> "sshd", "CRON" -> "cron", "postfix/smtpd" -> "postfix", "/usr/sbin/cron" -> "cron". */
export function serviceOf(program: string | undefined): string | undefined {
  if (program === undefined) return undefined;
  const name = (program.startsWith("/") ? program.slice(program.lastIndexOf("/") + 1) : program.split("/")[0] ?? program).toLowerCase();
  return renamed[name] ?? name;
}

const authenticating = new Set(["sshd", "sudo", "su", "login", "polkitd", "pkexec", "useradd", "userdel", "usermod", "groupadd", "groupmod", "gpasswd", "passwd", "chpasswd", "systemd-logind", "dropbear", "doas", "gdm-password]", "runuser"]);

/** Whether the program writes into the authentication log. */
export const isAuthentication = (service: string | undefined): boolean => service !== undefined && authenticating.has(service);
