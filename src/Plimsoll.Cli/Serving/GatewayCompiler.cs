using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Plimsoll.Gateway;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Transport;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>A gateway from what was written to what it takes; everything that is wrong is told at once.</summary>
/// <param name="spec">What was written.</param>
/// <param name="timeline">Policy to enforce.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class GatewayCompiler(GatewaySpec spec, PolicyTimeline timeline, Faults faults)
{
    private readonly Instant? pinned = spec.At is { } date ? Instant.FromDate(date) : null;

    /// <summary>The gateway's options; null where something is wrong.</summary>
    public GatewayOptions? Compile()
    {
        var policy = pinned is { } at ? timeline.At(at) : timeline.Versions[^1];
        var servers = new UpstreamCompiler(policy, faults);
        var upstreams = servers.Upstreams(spec.Upstreams);
        servers.RequireClasses(spec.MaxInFlight.Keys, "max-in-flight");
        RequireAddresses();
        if (spec.Telemetry.Otlp is { } collector && TelemetryExport.Address(collector) is null)
            faults.Add("telemetry.otlp", $"found '{collector}', expected a URL such as http://127.0.0.1:4318.");
        if (spec.Telemetry.Traced is not (>= 0 and <= 1))
            faults.Add("telemetry.traced", $"found {spec.Telemetry.Traced}, expected 0 to 1.");
        var tls = spec.Tls is { } shown ? TlsFiles.Load(shown, faults) : null;
        var operatorKey = Secrets.Read(spec.OperatorKey, "operator-key", faults);
        var operators = spec.Operators is { } names ? ReadOperators(names.Value) : OperatorRing.Empty;
        var queues = QueueCompiler.Compile(spec.Queues, policy, faults);
        RequireFilesApart();
        RequireStore();
        var ring = ReadKeys();
        var grants = ReadGrants(policy);
        return faults.Count > 0 ? null : Bound(new GatewayOptions
        {
            Timeline = timeline,
            Keys = ring!,
            Upstreams = upstreams,
            Routing = UpstreamCompiler.Routing(spec.Routing),
            PolicyAt = pinned,
            Url = string.Join(';', spec.Listen),
            ManagementUrl = spec.Management,
            Tls = tls,
            MaxInFlight = spec.MaxInFlight.ToFrozenDictionary(StringComparer.Ordinal),
            Queues = queues,
            Grants = grants,
            Operators = operators,
            KeysFile = spec.Keys.Value,
            PolicyFile = spec.PolicyFile?.Value,
            AdminKeyHash = operatorKey is null ? null : KeyRing.HashOf(operatorKey),
            AuditFile = spec.Audit?.Value,
            RecordFile = spec.Record?.Value,
            Storage = StoreCompiler.Compile(spec.Store),
        });
    }

    private GatewayOptions Bound(GatewayOptions options)
    {
        var (bounds, standard) = (spec.Bounds, options.Bounds);
        return options with
        {
            Bounds = standard with
            {
                RequestLineBytes = Bytes(bounds.RequestLine) ?? standard.RequestLineBytes,
                HeaderBytes = Bytes(bounds.Headers) ?? standard.HeaderBytes,
                Headers = bounds.HeaderCount ?? standard.Headers,
                Connections = bounds.Connections,
                BodyRate = bounds.BodyRate?.BytesPerSecond ?? standard.BodyRate,
                HeaderTimeout = UpstreamCompiler.Time(spec.Timeouts.Headers) ?? standard.HeaderTimeout,
                KeepAlive = UpstreamCompiler.Time(spec.Timeouts.KeepAlive) ?? standard.KeepAlive,
            },
            Batches = Batches(spec.Batches, options.Batches),
            CountsPerMinute = bounds.CountsPerMinute ?? options.CountsPerMinute,
            MaxBodyBytes = Bytes(bounds.Body) ?? options.MaxBodyBytes,
            MaxBodiesBytes = bounds.Bodies is { } bodies ? (long)bodies.Bytes : options.MaxBodiesBytes,
            UpstreamPatience = UpstreamCompiler.Time(spec.Timeouts.UpstreamSilence) ?? options.UpstreamPatience,
            Streams = new StreamOptions
            {
                Total = UpstreamCompiler.Time(spec.Timeouts.Answer) ?? options.Streams.Total,
                Ping = UpstreamCompiler.Time(spec.Timeouts.Ping) ?? options.Streams.Ping,
                ClientPatience = UpstreamCompiler.Time(spec.Timeouts.ClientSilence) ?? options.Streams.ClientPatience,
            },
            StopDelay = UpstreamCompiler.Time(spec.Shutdown.Delay) ?? options.StopDelay,
            Drain = UpstreamCompiler.Time(spec.Shutdown.Drain) ?? options.Drain,
        };
    }

    private static BatchOptions Batches(BatchesSpec batches, BatchOptions standard) => standard with
    {
        Folder = batches.Folder?.Value,
        MaxInFlight = batches.MaxInFlight ?? standard.MaxInFlight,
        MaxOpen = batches.MaxOpen ?? standard.MaxOpen,
        MaxRequests = batches.MaxRequests ?? standard.MaxRequests,
        MaxBytes = batches.Size is { } size ? (long)size.Bytes : standard.MaxBytes,
        Life = UpstreamCompiler.Time(batches.Life) ?? standard.Life,
        ResultsKept = UpstreamCompiler.Time(batches.ResultsKept) ?? standard.ResultsKept,
    };

    private static int? Bytes(ByteSize? size) => size is { } given ? (int)given.Bytes : null;

    private void RequireAddresses()
    {
        List<(string Path, string Text)> stated =
            [.. spec.Listen.Select((text, i) => (spec.Listen.Count > 1 ? $"listen.{i}" : "listen", text))];
        if (spec.Management is { } management)
            stated.Add(("management", management));
        var hasTls = false;
        RequireAddressesApart(stated);
        foreach (var (path, text) in stated)
        {
            if (ListenAddress.Parse(text) is not { } address)
            {
                faults.Add(path, $"found '{text}', expected {ListenAddress.Expected}.");
                continue;
            }

            hasTls |= address.IsTls;
            if (address.IsTls && spec.Tls is null)
                faults.Add(path, $"found '{text}', but there is no certificate; state 'tls' in a configuration file.");
        }

        if (spec.Tls is not null && !hasTls)
            faults.Add("tls", "no address begins with https://; expected one that does, or no 'tls'.");
    }

    /// <summary>Port 0 takes a free one each time.</summary>
    private void RequireAddressesApart(IEnumerable<(string Path, string Text)> stated)
    {
        var taken = new HashSet<(IPAddress?, int)>();
        foreach (var (path, text) in stated)
        {
            if (ListenAddress.Parse(text) is { Port: > 0 } address && !taken.Add((address.Ip, address.Port)))
                faults.Add(path, $"found '{text}', where the gateway listens already; expected another port.");
        }
    }

    private ImmutableArray<ResetGrant> ReadGrants(Policy policy)
    {
        if (spec.Grants is not { } file)
            return [];
        if (File.Exists(file.Value))
            return GrantFile.Load(file.Value, policy, faults.Texts);
        faults.Add("grants", $"there is no {file.Value}; expected a file of grants.");
        return [];
    }

    private void RequireFilesApart() => WrittenFiles.RequireApart(
        [
            (faults.Place("keys"), spec.Keys.Value), (faults.Place("grants"), spec.Grants?.Value),
            (faults.Place("operators"), spec.Operators?.Value), (faults.Place("policy-file"), spec.PolicyFile?.Value),
            (faults.Place("batches.folder"), spec.Batches.Folder?.Value),
            (faults.Place("audit"), spec.Audit?.Value), (faults.Place("record"), spec.Record?.Value),
            (faults.Place("store"), spec.Store?.Path?.Value),
        ],
        faults.Texts);

    private void RequireStore()
    {
        if (spec.Store?.Url is not { } url)
            return;
        StoreCompiler.Address(url, faults);
        if (spec.PolicyFile is not null)
        {
            faults.Add(
                "policy-file", "found beside a store that gateways share, which keeps the policy; expected none.");
        }
    }

    private OperatorRing ReadOperators(string file)
    {
        try
        {
            return OperatorFile.Load(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add("operators", $"there is no {file}. Make a key with: plimsoll operators add --name NAME "
                + $"--role admin --file {file}");
            return OperatorRing.Empty;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            faults.Add("operators", e.Message);
            return OperatorRing.Empty;
        }
    }

    private KeyRing? ReadKeys()
    {
        var file = spec.Keys.Value;
        try
        {
            var ring = KeyFile.Load(file);
            var enforced = pinned is { } at ? new PolicyTimeline([timeline.At(at)]) : timeline;
            faults.Texts.AddRange(Trial.Problems(enforced, ring).Select(problem => $"{file}: {problem}"));
            return ring;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add("keys", $"there is no {file}. Make a key with: plimsoll keys add --name NAME --plan PLAN "
                + $"--file {file}");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            faults.Add("keys", e.Message);
        }

        return null;
    }
}
