namespace Plimsoll.Simulation.Tests.Swarm.Drawing;

/// <summary>
/// What a case may have. Each is left out of half of the cases: what hides when everything happens at once shows when
/// little does, and the other way round (swarm testing).
/// </summary>
[Flags]
internal enum Feature : long
{
    None = 0,
    Classes = 1 << 0,
    Pools = 1 << 1,
    Handover = 1 << 2,
    Starved = 1 << 3,
    Prefixes = 1 << 4,
    Held = 1 << 5,
    Priorities = 1 << 6,
    ShortQueues = 1 << 7,
    Ties = 1 << 8,
    Slow = 1 << 9,
    Bursts = 1 << 10,
    Turns = 1 << 11,
    LongPrompts = 1 << 12,
    Leaving = 1 << 13,
    Failures = 1 << 14,
    Resizes = 1 << 15,
    Curtailments = 1 << 16,
    Retries = 1 << 17,
    Limits = 1 << 18,
    Levels = 1 << 19,
    Plans = 1 << 20,
    Rates = 1 << 21,
    Caps = 1 << 22,
    Overage = 1 << 23,
    Allowances = 1 << 24,
    Versions = 1 << 25,
    Resets = 1 << 26,
    Adoptions = 1 << 27,
    BadEstimates = 1 << 28,
    Rollovers = 1 << 29,
    Returning = 1 << 30,
    Stopped = 1L << 31,
    Ahead = 1L << 32,
}
