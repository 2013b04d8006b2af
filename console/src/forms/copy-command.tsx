// A command to copy into a terminal.
import { copyText } from "../shell/global-keys.ts";
import { Icon } from "../shell/icons.tsx";

export function CopyCommand({ command }: { command: string }) {
  return (
    <div className="command">
      <pre tabIndex={0} aria-label="Command">{command}</pre>
      <button type="button" className="button icon-button" aria-label="Copy the command" title="Copy" onClick={() => copyText(command, "Command copied")}><Icon name="copy" /></button>
    </div>
  );
}
