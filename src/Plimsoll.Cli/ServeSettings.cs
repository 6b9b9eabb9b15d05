using System.Globalization;
using Plimsoll.Cli.Serving;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli;

/// <summary>What the command line says about a gateway; null and empty: it does not say.</summary>
internal sealed record ServeSettings
{
    /// <summary>The configuration file.</summary>
    public string? Config { get; init; }

    /// <summary>The scenario.</summary>
    public string? Scenario { get; init; }

    /// <summary>Servers to forward to, as <c>URL</c> or <c>NAME=URL</c>.</summary>
    public IReadOnlyList<string> Upstreams { get; init; } = [];

    /// <summary>Dialects that they speak.</summary>
    public SpokenDialects? Speaks { get; init; }

    /// <summary>Whether they bound their output by <c>max_tokens</c> alone.</summary>
    public bool KnowsOnlyMaxTokens { get; init; }

    /// <summary>Environment variable with the upstreams' key.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Model names of the upstreams, as <c>CLASS=NAME</c>.</summary>
    public IReadOnlyList<string> Map { get; init; } = [];

    /// <summary>Most requests in flight by model class, as <c>CLASS=N</c>.</summary>
    public IReadOnlyList<string> MaxInFlight { get; init; } = [];

    /// <summary>Path of the key file.</summary>
    public string? Keys { get; init; }

    /// <summary>Where to listen.</summary>
    public string? Urls { get; init; }

    /// <summary>Date that pins the policy version.</summary>
    public DateOnly? At { get; init; }

    /// <summary>Environment variable with the key of operators.</summary>
    public string? AdminKeyVariable { get; init; }

    /// <summary>Path of the file of operators' keys.</summary>
    public string? Operators { get; init; }

    /// <summary>Path of the file that keeps an uploaded policy.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>Path of the file to which changes are appended.</summary>
    public string? Audit { get; init; }

    /// <summary>Path of the limit log to append to.</summary>
    public string? Record { get; init; }

    /// <summary>Path of the folder of the store, or the URL of one that gateways share.</summary>
    public string? Store { get; init; }

    /// <summary>Whether what requests cause is told.</summary>
    public bool Footprint { get; init; }

    /// <summary>Path of the folder of batches.</summary>
    public string? Batches { get; init; }

    /// <summary>URL of an OpenTelemetry collector.</summary>
    public string? Otlp { get; init; }

    /// <summary>Part of the requests that have spans.</summary>
    public double? Traced { get; init; }

    /// <summary>How lines of the log are written.</summary>
    public LogFormat? LogFormat { get; init; }

    /// <summary>Path of the file of resets that users may make.</summary>
    public string? Grants { get; init; }

    /// <summary>The option that states what a configuration file would state at a path; null: none does.</summary>
    public string? OptionOf(string path) => path.Split('.') switch
    {
        ["scenario"] when Scenario is not null => "SCENARIO",
        ["listen", ..] when Urls is not null || Config is null => "--urls",
        ["keys"] when Keys is not null || Config is null => "--keys",
        ["at"] when At is not null => "--at",
        ["operator-key"] when AdminKeyVariable is not null => "--admin-key-env",
        ["operators"] when Operators is not null => "--operators",
        ["policy-file"] when PolicyFile is not null => "--policy-file",
        ["audit"] when Audit is not null => "--audit",
        ["record"] when Record is not null => "--record",
        ["store", ..] when Store is not null => "--store",
        ["telemetry", "otlp"] when Otlp is not null => "--otlp",
        ["telemetry", "traced"] when Traced is not null => "--traced",
        ["batches", "folder"] when Batches is not null => "--batches",
        ["grants"] when Grants is not null => "--grants",
        ["max-in-flight", ..] when Config is null => "--max-in-flight",
        ["upstreams", .., "models"] when Config is null => "--map",
        ["upstreams", .., "key"] when Config is null => "--upstream-key-env",
        ["upstreams", ..] when Config is null => "--upstream",
        _ => null,
    };

    /// <summary>What a configuration file says, or else options about servers, overridden by the others.</summary>
    /// <param name="file">What the file says; null: there is none.</param>
    /// <param name="errors">Takes what is wrong with the options.</param>
    public GatewaySpec Over(GatewaySpec? file, List<string> errors)
    {
        var spec = file is null ? OfOptions(errors) : file;
        if (file is not null)
            RefuseUpstreams(errors);
        return StoreCompiler.WithFiles(spec with
        {
            Scenario = Scenario ?? spec.Scenario,
            At = At ?? spec.At,
            Listen = Urls is { } urls ? urls.Split(';') : spec.Listen,
            Keys = Keys is { } keys ? new FilePath(keys) : spec.Keys,
            OperatorKey = Variable(AdminKeyVariable) ?? spec.OperatorKey,
            Operators = Path(Operators) ?? spec.Operators,
            PolicyFile = Path(PolicyFile) ?? spec.PolicyFile,
            Audit = Path(Audit) ?? spec.Audit,
            Record = Path(Record) ?? spec.Record,
            Footprint = Footprint || spec.Footprint,
            Store = Store is null ? spec.Store : StoreCompiler.Over(spec.Store, Store),
            Grants = Path(Grants) ?? spec.Grants,
            Batches = spec.Batches with { Folder = Path(Batches) ?? spec.Batches.Folder },
            Telemetry = spec.Telemetry with
            {
                Otlp = Otlp ?? spec.Telemetry.Otlp,
                Traced = Traced ?? spec.Telemetry.Traced,
                LogFormat = LogFormat ?? spec.Telemetry.LogFormat,
            },
        });
    }

    private GatewaySpec OfOptions(List<string> errors)
    {
        if (Upstreams.Count == 0)
            errors.Add("--upstream: is missing; expected the URL of a server, or a configuration file as --config.");
        var models = ByClass("--map", "NAME", Map, name => name, errors);
        var servers = new OrderedDictionary<string, UpstreamSpec>(StringComparer.Ordinal);
        foreach (var entry in Upstreams)
        {
            // A URL has a slash before its first equals sign, if it has one.
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            var isNamed = equals > 0 && !entry.AsSpan(0, equals).Contains('/');
            var url = isNamed ? entry[(equals + 1)..] : entry;
            var name = isNamed ? entry[..equals]
                : Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Authority : url;
            var server = new UpstreamSpec
            {
                Url = url,
                Dialects = UpstreamCompiler.Named(Speaks ?? SpokenDialects.Both),
                MaxTokensOnly = KnowsOnlyMaxTokens,
                Key = Variable(KeyVariable),
                Models = models,
            };
            if (!servers.TryAdd(name, server))
                errors.Add($"--upstream: found two of the name {name}; give each its own, as NAME=URL.");
        }

        return new GatewaySpec
        {
            Upstreams = servers,
            MaxInFlight = ByClass("--max-in-flight", "N, 1 or more", MaxInFlight, Places, errors)
                .ToDictionary(one => one.Key, one => one.Value!.Value),
        };
    }

    /// <summary>A file names its servers: which of them an option would be about cannot be told.</summary>
    private void RefuseUpstreams(List<string> errors)
    {
        (string Option, bool IsGiven)[] options =
        [
            ("--upstream", Upstreams.Count > 0),
            ("--upstream-dialect", Speaks is not null),
            ("--upstream-max-tokens-only", KnowsOnlyMaxTokens),
            ("--upstream-key-env", KeyVariable is not null),
            ("--map", Map.Count > 0),
            ("--max-in-flight", MaxInFlight.Count > 0),
        ];
        errors.AddRange(options.Where(one => one.IsGiven)
            .Select(one => $"{one.Option}: found beside --config; write it in {Config}."));
    }

    private static SecretSpec? Variable(string? name) => name is null ? null : new SecretSpec { Env = name };

    private static FilePath? Path(string? path) => path is null ? null : new FilePath(path);

    private static int? Places(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    /// <summary>Reads <c>CLASS=VALUE</c> entries; what <paramref name="read"/> gives null for is an error.</summary>
    private static Dictionary<string, T> ByClass<T>(
        string option, string expected, IEnumerable<string> entries, Func<string, T> read, List<string> errors)
    {
        var values = new Dictionary<string, T>();
        foreach (var entry in entries)
        {
            var parts = entry.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts[1].Length == 0 || read(parts[1]) is not { } value)
                errors.Add($"{option}: found '{entry}', expected CLASS={expected}.");
            else
                values[parts[0]] = value;
        }

        return values;
    }
}
