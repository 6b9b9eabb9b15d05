namespace Plimsoll.Gateway;

/// <summary>From which utilization on, as a fraction of 1, clients are warned that a limit comes near.</summary>
public sealed record WarningThresholds
{
    /// <summary>Of a session. Default 0.9.</summary>
    public double Session { get; init; } = 0.9;

    /// <summary>Of a week. Default 0.75.</summary>
    public double Week { get; init; } = 0.75;

    /// <summary>Of a cap on overage. Default 0.75.</summary>
    public double Overage { get; init; } = 0.75;
}
