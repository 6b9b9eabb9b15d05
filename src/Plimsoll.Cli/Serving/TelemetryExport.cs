using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Plimsoll.Gateway;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>Sends the gateway's spans and metrics to an OpenTelemetry collector until it is disposed of.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private readonly TracerProvider traces;
    private readonly MeterProvider metrics;

    private TelemetryExport(Uri collector, double traced)
    {
        // What a client decided, or which trace id it chose, is not followed: anyone could make us trace everything.
        var drawn = new DrawnSampler(traced);
        traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .SetSampler(new ParentBasedSampler(drawn, remoteParentSampled: drawn, remoteParentNotSampled: drawn))
            .AddSource(GatewayServer.TelemetryName)
            .AddOtlpExporter(otlp => SendTo(otlp, collector, "v1/traces"))
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(GatewayServer.TelemetryName)
            .AddOtlpExporter(otlp => SendTo(otlp, collector, "v1/metrics"))
            .Build();
    }

    /// <summary>Begins to send, over HTTP; null where no collector is stated.</summary>
    public static TelemetryExport? Begin(TelemetrySpec telemetry) =>
        telemetry.Otlp is { } collector ? new TelemetryExport(Address(collector)!, telemetry.Traced) : null;

    /// <summary>The address of a collector; null: it is none.</summary>
    public static Uri? Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        traces.Dispose();
        metrics.Dispose();
    }

    private static void SendTo(OtlpExporterOptions otlp, Uri collector, string signal)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/{signal}");
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(
        "plimsoll",
        serviceVersion: typeof(TelemetryExport).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <summary>Traces a part of the requests, drawn by lot.</summary>
    private sealed class DrawnSampler(double part) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(Random.Shared.NextDouble() < part ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
