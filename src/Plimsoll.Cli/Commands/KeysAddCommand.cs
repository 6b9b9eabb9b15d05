using System.CommandLine;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll keys add</c>: makes a key and prints it once. A running gateway is sent its hash alone.
/// </summary>
internal static class KeysAddCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var (file, gateway) = (KeysCommand.FileOption("--file"), new OperatorConnection(isRequired: false));
        var name = new Option<string>("--name") { Description = "What to call the key.", Required = true };
        var plan = new Option<string?>("--plan") { Description = "Plan of the key's user." };
        var tier = new Option<string?>("--tier") { Description = "API tier of the key's organization." };
        var product = new Option<string>("--product")
        {
            Description = "Product whose usage this is.",
            DefaultValueFactory = _ => "claude-code",
        };
        var organization = new Option<string?>("--organization")
        {
            Description = "Organization that it belongs to, whose keys share its tier; default: the key is its own.",
        };
        var workspace = new Option<string?>("--workspace") { Description = "Workspace of the organization." };
        var user = new Option<string?>("--user") { Description = "User of the organization, who has the plan." };
        var limits = KeysCommand.LimitsOption("Limit sets of the policy that the key itself carries.");
        var policy = new PolicyCheck();
        var command = new Command("add", "Make a key and print it once.")
        {
            file, name, plan, tier, product, organization, workspace, user, limits, policy.Option,
        };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction((parsed, stop) =>
        {
            var (key, now, sets) = (KeyRing.NewKey(), TimeProvider.System.GetUtcNow(), parsed.GetValue(limits));
            var entry = new GatewayKey(
                parsed.GetRequiredValue(name),
                KeyRing.HashOf(key),
                parsed.GetRequiredValue(product),
                now,
                now,
                parsed.GetValue(plan),
                parsed.GetValue(tier))
            {
                Organization = parsed.GetValue(organization),
                Workspace = parsed.GetValue(workspace),
                User = parsed.GetValue(user),
                Limits = sets is { Length: > 0 } ? sets : null,
            };
            if (policy.Read(parsed, gateway.IsAsked(parsed), error) is not { } check)
                return Task.FromResult(ExitCode.InvalidInput);
            return gateway.IsAsked(parsed)
                ? Send(gateway, parsed, entry, key, output, error, stop)
                : Task.FromResult(KeysCommand.Edit(
                    parsed.GetRequiredValue(file), output, error, ring => (check(ring.Add(entry)), key)));
        });
        return command;
    }

    private static async Task<int> Send(
        OperatorConnection gateway,
        ParseResult parsed,
        GatewayKey entry,
        string key,
        IAnsiConsole output,
        IAnsiConsole error,
        CancellationToken stop)
    {
        var told = await gateway.Ask(parsed, HttpMethod.Post, "/admin/keys", json =>
        {
            KeyTermsJson.Write(json, entry);
            json.WriteString("hash", entry.Hash);
        }, error, stop);
        return KeysCommand.Tell(told, key, output);
    }
}
