namespace Plimsoll.Scenarios.Format;

/// <summary>Where what is measured goes, beside the page for Prometheus, and how logs are written.</summary>
public sealed record TelemetrySpec
{
    /// <summary>
    /// OpenTelemetry collector that gets metrics and spans by OTLP over HTTP, such as http://127.0.0.1:4318; absent:
    /// none.
    /// </summary>
    public string? Otlp { get; init; }

    /// <summary>Part of the requests that have spans, from 0 to 1; absent: 0.01.</summary>
    public double Traced { get; init; } = 0.01;

    /// <summary>How lines of the log are written; absent: text.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;
}

/// <summary>How lines of the log are written.</summary>
public enum LogFormat
{
    /// <summary>As people read them.</summary>
    Text = 1,

    /// <summary>As JSON, with the values of an event by name.</summary>
    Json = 2,
}
