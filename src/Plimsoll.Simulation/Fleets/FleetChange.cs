using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Fleets;

/// <summary>
/// Something that happens to a pool or to one of its replicas: a closed family. Changes of one instant take effect in
/// the order in which they are listed.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Pool">Index of the pool.</param>
public abstract record FleetChange(Instant At, int Pool)
{
    /// <summary>
    /// So many replicas are to serve from now on. Where there are too many, those of the highest numbers take no new
    /// work and leave when theirs is done; where there are too few, those that are leaving stay and new ones come.
    /// Replicas that have failed count as serving: a ramp does not know of failures.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Pool">Index of the pool.</param>
    /// <param name="Replicas">How many. 0 or more.</param>
    public sealed record Resize(Instant At, int Pool, int Replicas) : FleetChange(At, Pool);

    /// <summary>
    /// The same at once: what runs on the replicas that go is cut off, as when a site's power is cut.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Pool">Index of the pool.</param>
    /// <param name="Replicas">How many. 0 or more.</param>
    public sealed record Curtail(Instant At, int Pool, int Replicas) : FleetChange(At, Pool);

    /// <summary>A replica fails: what runs on it is cut off. Nothing where there is none, or it is down.</summary>
    /// <param name="At">When.</param>
    /// <param name="Pool">Index of the pool.</param>
    /// <param name="Replica">Which of the pool's replicas, from 0.</param>
    public sealed record Fail(Instant At, int Pool, int Replica) : FleetChange(At, Pool);

    /// <summary>A replica that failed is back, empty. Nothing where it is not down.</summary>
    /// <param name="At">When.</param>
    /// <param name="Pool">Index of the pool.</param>
    /// <param name="Replica">Which of the pool's replicas, from 0.</param>
    public sealed record Repair(Instant At, int Pool, int Replica) : FleetChange(At, Pool);
}
