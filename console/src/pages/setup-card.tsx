// Three ways to say what runs where, each with a command to copy.
import { CopyCommand } from "../forms/copy-command.tsx";

export function SetupCard() {
  const origin = location.origin;
  return (
    <div className="card setup">
      <h2>Register a deployment</h2>
      <h3>From a terminal or a pipeline</h3>
      <CopyCommand command={"aftwatch sbom push sbom.json --service web-shop --version 1.4.0\naftwatch deploy record --service web-shop --version 1.4.0 --endpoint prod-eu/web-shop"} />
      <h3>Over HTTP</h3>
      <CopyCommand command={`curl -X POST ${origin}/api/v1/deployments \\\n  -H "Authorization: Bearer $AFTWATCH_TOKEN" -H "Content-Type: application/json" \\\n  -d '{"service":"web-shop","version":"1.4.0","endpoint":"prod-eu/web-shop","environment":"prod"}'`} />
      <h3>From tools that speak CDEvents</h3>
      <CopyCommand command={`${origin}/api/v1/cdevents`} />
    </div>
  );
}
