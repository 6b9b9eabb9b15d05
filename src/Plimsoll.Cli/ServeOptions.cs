using System.CommandLine;
using Plimsoll.Cli.Commands;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Cli;

/// <summary>The options of a command that serves a gateway.</summary>
internal sealed class ServeOptions
{
    private readonly Option<string> upstream = new("--upstream")
    {
        Description = "URL of the server.",
        Required = true,
    };

    private readonly Option<SpokenDialects> speaks = new Option<SpokenDialects>("--upstream-dialect")
    {
        Description = "Dialects that the server speaks.",
        DefaultValueFactory = _ => SpokenDialects.Both,
    }.AcceptOnlyFromAmong("both", "anthropic", "openai");

    private readonly Option<string?> keyVariable = new("--upstream-key-env")
    {
        Description = "Environment variable with the server's API key.",
    };

    private readonly Option<string[]> map = new("--map")
    {
        Description = "The server's name for a model class: CLASS=NAME. May be repeated.",
    };

    private readonly Option<string[]> places = new("--max-in-flight")
    {
        Description = "Most requests in flight of a model class: CLASS=N. May be repeated; default: no bound.",
    };

    private readonly Option<string> keys = KeysCommand.FileOption("--keys");

    private readonly Option<string?> adminKey = new("--admin-key-env")
    {
        Description = "Environment variable with the key of operators; without it their routes do not exist.",
    };

    private readonly Option<string?> audit = new("--audit")
    {
        Description = "File to which resets and changes of overage are appended as JSON lines.",
    };

    private readonly Option<string?> record = new("--record")
    {
        Description = "File to which everything that happens to the limits is appended as a limit log.",
    };

    private readonly Option<string?> grants = new("--grants")
    {
        Description = "JSON file of resets that users may make themselves.",
    };

    private readonly Option<string> url = Listening.UrlsOption("Where to listen.", "http://127.0.0.1:8080");

    private readonly Option<DateOnly?> at =
        DateOption.Create("Enforce the policy of this date, as yyyy-MM-dd; the clock stays live.");

    /// <summary>All of them, in the order in which they are listed.</summary>
    public IEnumerable<Option> All =>
        [upstream, speaks, keyVariable, map, places, keys, adminKey, audit, record, grants, url, at];

    /// <summary>What was typed.</summary>
    public ServeSettings Read(ParseResult parsed) => new()
    {
        Upstream = parsed.GetRequiredValue(upstream),
        Speaks = parsed.GetValue(speaks),
        KeyVariable = parsed.GetValue(keyVariable),
        Map = parsed.GetValue(map) ?? [],
        MaxInFlight = parsed.GetValue(places) ?? [],
        Keys = parsed.GetRequiredValue(keys),
        AdminKeyVariable = parsed.GetValue(adminKey),
        Audit = parsed.GetValue(audit),
        Record = parsed.GetValue(record),
        Grants = parsed.GetValue(grants),
        Url = parsed.GetRequiredValue(url),
        At = parsed.GetValue(at),
    };
}
