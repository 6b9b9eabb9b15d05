using System.Collections.Immutable;

namespace Plimsoll.Gateway.Configuration;

/// <summary>What came of reading the configuration anew while the gateway runs.</summary>
public abstract record ReloadOutcome
{
    private ReloadOutcome()
    {
    }

    /// <summary>It is in force.</summary>
    /// <param name="NeedRestart">What of it differs from what runs and is left until the gateway starts again.</param>
    public sealed record Adopted(ImmutableArray<string> NeedRestart) : ReloadOutcome;

    /// <summary>It is wrong: what was in force before still is, all of it.</summary>
    /// <param name="Errors">Everything that is wrong.</param>
    public sealed record Refused(ImmutableArray<string> Errors) : ReloadOutcome;
}
