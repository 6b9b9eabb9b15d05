namespace Plimsoll.Serving.Admission;

/// <summary>The bands that queues have by default. Numbered from the first to be served.</summary>
public enum QueueBand
{
    /// <summary>Before all others: the priority lane.</summary>
    High = 0,

    /// <summary>What is not put elsewhere.</summary>
    Standard = 1,

    /// <summary>After the others: plans and tiers that are named so.</summary>
    Low = 2,

    /// <summary>Last: the batch lane.</summary>
    Batch = 3,
}
