namespace Plimsoll.Scenarios.Format;

/// <summary>Over which months <c>plimsoll horizon</c> looks.</summary>
public sealed record HorizonSpec
{
    /// <summary>First day; absent: <c>compare.before</c>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>How many months, 1 to 120. Default 12.</summary>
    public int Months { get; init; } = 12;
}
