using System.CommandLine;
using System.CommandLine.Parsing;
using Plimsoll.Cli.Commands;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli;

/// <summary>The options of a command that serves a gateway.</summary>
internal sealed class ServeOptions
{
    private readonly Option<string?> config = new("--config")
    {
        Description = "YAML file that states all of this and more; options beside it override what it says.",
    };

    private readonly Option<string[]> upstream = new("--upstream")
    {
        Description = "URL of a server, or NAME=URL. May be repeated.",
    };

    private readonly Option<SpokenDialects[]> speaks = new Option<SpokenDialects[]>("--upstream-dialect")
    {
        Description = "Dialects that the servers speak. May be repeated.",
        DefaultValueFactory = _ => [SpokenDialects.Both],
    }.AcceptOnlyFromAmong("both", "anthropic", "openai", "responses", "all");

    private readonly Option<bool> onlyMaxTokens = new("--upstream-max-tokens-only")
    {
        Description = "The servers bound their output by max_tokens alone, and pass over max_completion_tokens.",
    };

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
        Description = "Environment variable with the key of an operator who may do everything.",
    };

    private readonly Option<string?> operators = new("--operators")
    {
        Description = "File of operators' keys by name and role, as plimsoll operators makes it.",
    };

    private readonly Option<string?> policy = new("--policy-file")
    {
        Description = "File in which a policy that operators upload is kept; once it is there, it is enforced.",
    };

    private readonly Option<string?> audit = new("--audit")
    {
        Description = "File to which changes and refused attempts are appended as JSON lines.",
    };

    private readonly Option<string?> record = new("--record")
    {
        Description = "File to which everything that happens to the limits is appended as a limit log.",
    };

    private readonly Option<string?> store = StoreOption();

    private readonly Option<string?> grants = new("--grants")
    {
        Description = "JSON file of resets that users may make themselves.",
    };

    private readonly Option<bool> footprint = FootprintOption();

    private readonly Option<string?> batches = new("--batches")
    {
        Description = "Folder in which batches are kept; default: a temporary one, which goes with the gateway.",
    };

    private readonly Option<string?> otlp = new("--otlp")
    {
        Description = "URL of an OpenTelemetry collector that gets metrics and spans by OTLP over HTTP.",
    };

    private readonly Option<double?> traced = new("--traced")
    {
        Description = "Part of the requests that have spans, from 0 to 1; default: 0.01.",
    };

    private readonly Option<LogFormat?> logFormat = new Option<LogFormat?>("--log-format")
    {
        Description = "How lines of the log are written.",
    }.AcceptOnlyFromAmong("text", "json");

    private readonly Option<string> url = Listening.UrlsOption("Where to listen.", "http://127.0.0.1:8080");

    private readonly Option<DateOnly?> at =
        DateOption.Create("Enforce the policy of this date, as yyyy-MM-dd; the clock stays live.");

    /// <summary>All of them, in the order in which they are listed.</summary>
    public IEnumerable<Option> All =>
    [
        config, upstream, speaks, onlyMaxTokens, keyVariable, map, places, keys, adminKey, operators, policy, audit,
        record, store, footprint, grants, batches, otlp, traced, logFormat, url, at,
    ];

    /// <summary>What was typed: what is left to a default is not said.</summary>
    public ServeSettings Read(ParseResult parsed, Argument<string> scenario) => new()
    {
        Config = parsed.GetValue(config),
        Scenario = IsTyped(parsed.GetResult(scenario)) ? parsed.GetValue(scenario) : null,
        Upstreams = parsed.GetValue(upstream) ?? [],
        Speaks = IsTyped(parsed.GetResult(speaks)) ? Together(parsed.GetValue(speaks)!) : null,
        KnowsOnlyMaxTokens = parsed.GetValue(onlyMaxTokens),
        KeyVariable = parsed.GetValue(keyVariable),
        Map = parsed.GetValue(map) ?? [],
        MaxInFlight = parsed.GetValue(places) ?? [],
        Keys = IsTyped(parsed.GetResult(keys)) ? parsed.GetValue(keys) : null,
        AdminKeyVariable = parsed.GetValue(adminKey),
        Operators = parsed.GetValue(operators),
        PolicyFile = parsed.GetValue(policy),
        Audit = parsed.GetValue(audit),
        Record = parsed.GetValue(record),
        Store = parsed.GetValue(store),
        Footprint = parsed.GetValue(footprint),
        Grants = parsed.GetValue(grants),
        Batches = parsed.GetValue(batches),
        Otlp = parsed.GetValue(otlp),
        Traced = parsed.GetValue(traced),
        LogFormat = parsed.GetValue(logFormat),
        Urls = IsTyped(parsed.GetResult(url)) ? parsed.GetValue(url) : null,
        At = parsed.GetValue(at),
    };

    /// <summary>Whether what requests cause is told.</summary>
    public static Option<bool> FootprintOption() => new("--footprint")
    {
        Description = "Tell energy, emissions, water and money of requests: in headers, usage and telemetry.",
    };

    /// <summary>Where state is kept.</summary>
    public static Option<string?> StoreOption() => new("--store")
    {
        Description = "Where usage is kept: a folder, or postgres://USER@HOST/DATABASE for gateways that share it; "
            + "default: nowhere, and it is forgotten when the gateway stops.",
    };

    private static SpokenDialects Together(IEnumerable<SpokenDialects> dialects) =>
        dialects.Aggregate((all, next) => all | next);

    private static bool IsTyped(SymbolResult? result) => result is { Tokens.Count: > 0 };
}
