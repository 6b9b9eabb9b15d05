using System.Collections.Immutable;
using Plimsoll.Footprint.Requests;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Documents;
using Plimsoll.Limits;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>
/// A gateway as the command line and the files that it names state it; read as often as it is asked for. Not safe to
/// share between threads: one reading at a time.
/// </summary>
internal sealed class GatewaySource(ServeSettings settings)
{
    private Known? policy;
    private GatewaySpec? started;

    /// <summary>
    /// Files that the last reading was made from, and, of one that came to no end, those that would have been read
    /// again.
    /// </summary>
    public ImmutableArray<string> Files { get; private set; } = [];

    /// <summary>What the last reading that could be bound says; null before it.</summary>
    public GatewaySpec? Spec { get; private set; }

    /// <summary>What states where it listens, in words that begin a message.</summary>
    public string ListenPlace => settings.OptionOf("listen") ?? $"{settings.Config}: listen:";

    /// <summary>What states where its store is, in words that begin a message.</summary>
    public string StorePlace =>
        settings.OptionOf("store") is { } option ? $"{option}:" : $"{settings.Config}: store.url:";

    /// <summary>Reads everything anew.</summary>
    public ConfigurationReading Read()
    {
        var errors = new List<string>();
        if (!TryLoad(out var file, errors))
            return new ConfigurationReading.Invalid([.. errors]);
        var spec = settings.Over(file?.Spec, errors);
        Spec = spec;
        var faults = new Faults(settings, file, errors);
        var timeline = Policy(spec, faults);
        Files = [.. file?.Files ?? [], .. Named(spec), Scenario(spec.Scenario), .. policy?.Files ?? []];
        if (timeline is null)
            return new ConfigurationReading.Invalid([.. errors]);
        if (new GatewayCompiler(spec, timeline, faults).Compile() is not { } options)
            return new ConfigurationReading.Invalid([.. errors]);
        started ??= spec;
        options = options with { Footprint = spec.Footprint ? policy!.RatesOf(spec.At) : null };
        return new ConfigurationReading.Valid(options) { NeedRestart = [.. NeedRestart(started, spec)] };
    }

    /// <summary>What is set up beside the gateway, once.</summary>
    private static IEnumerable<string> NeedRestart(GatewaySpec before, GatewaySpec now)
    {
        if (now.Telemetry != before.Telemetry)
            yield return "telemetry";
        if (now.Watch != before.Watch)
            yield return "watch";
        if (StoreCompiler.Fixed(now.Store) != StoreCompiler.Fixed(before.Store))
            yield return "store";
    }

    private bool TryLoad(out GatewayFile? file, List<string> errors)
    {
        file = null;
        if (settings.Config is not { } path)
            return true;
        if (Files.IsEmpty)
            Files = [path];
        file = GatewayFile.Load(path, out var diagnostics);
        errors.AddRange(diagnostics.Select(diagnostic => diagnostic.ToString()));
        return file is not null;
    }

    /// <summary>
    /// The policy: the same object as before while its files are left alone, so that nothing that is counted by it has
    /// to be looked at again.
    /// </summary>
    private PolicyTimeline? Policy(GatewaySpec spec, Faults faults)
    {
        var (path, uploaded) = (Scenario(spec.Scenario), spec.PolicyFile?.Value);
        if (policy is { } known && known.Files[0] == path && known.Uploaded == uploaded
            && FileStamps.Of(known.Files) == known.Stamps)
            return known.Timeline;
        if (settings.Scenario is null && !Path.Exists(path))
        {
            faults.Add("scenario", $"there is no '{path}'; expected a scenario: a directory with a scenario.yaml, "
                + "a YAML file, or the name of a shipped one.");
            return null;
        }

        switch (ScenarioFile.Load(path))
        {
            case LoadResult.Loaded loaded:
                ImmutableArray<string> files =
                    uploaded is null ? [path, .. loaded.Document.Files] : [path, .. loaded.Document.Files, uploaded];
                var stamps = FileStamps.Of(files);
                if (Uploaded(uploaded, PolicyCompiler.Compile(loaded.Document.Spec), faults.Texts) is not { } timeline)
                    return null;
                policy = new Known(stamps, files, uploaded, timeline, loaded.Document);
                return timeline;
            case LoadResult.Rejected rejected:
                faults.Texts.AddRange(rejected.Diagnostics.Select(diagnostic => diagnostic.ToString()));
                return null;
            default:
                throw new InvalidOperationException("A load result is loaded or rejected.");
        }
    }

    /// <summary>What operators uploaded counts until its file is gone.</summary>
    private static PolicyTimeline? Uploaded(string? file, PolicyTimeline otherwise, List<string> errors)
    {
        try
        {
            return PolicyFile.Or(file, otherwise);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            errors.Add(e.Message);
            return null;
        }
    }

    /// <summary>A file names a scenario relative to itself, the command line relative to where it runs.</summary>
    private string Scenario(string? stated)
    {
        var named = stated ?? ScenarioArgument.Default;
        if (settings.Scenario is null && settings.Config is { } config)
        {
            var beside = FilePath.From(config, named).Value;
            if (Path.Exists(beside))
                return beside;
        }

        return ScenarioArgument.Resolve(named);
    }

    private static IEnumerable<string> Named(GatewaySpec spec)
    {
        FilePath?[] files =
        [
            spec.Keys, spec.Grants, spec.Operators, spec.OperatorKey?.File, spec.Tls?.Certificate, spec.Tls?.Key,
            spec.Tls?.Password?.File, spec.Tls?.Clients?.Authorities,
            .. spec.Upstreams.Values.SelectMany(server => (FilePath?[])
            [
                server.Key?.File, server.Tls?.Authorities, server.Tls?.Certificate, server.Tls?.Key,
                server.Tls?.Password?.File,
            ]),
        ];
        return files.OfType<FilePath>().Select(file => file.Value);
    }

    /// <summary>A policy, and the files that it was read from, as they were.</summary>
    private sealed record Known(
        FileStamps Stamps,
        ImmutableArray<string> Files,
        string? Uploaded,
        PolicyTimeline Timeline,
        ScenarioDocument Document)
    {
        private FootprintRates? rates;

        /// <summary>What requests cause, reckoned once: in the week of a day, or of the first time asked.</summary>
        public FootprintRates RatesOf(DateOnly? day) =>
            rates ??= RequestRates.Of(Document, day ?? DateOnly.FromDateTime(DateTime.UtcNow));
    }
}
