using System.Collections.Immutable;

namespace Plimsoll.Gateway.Configuration;

/// <summary>What came of reading a configuration: all of it, or everything that is wrong with it.</summary>
public abstract record ConfigurationReading
{
    private ConfigurationReading()
    {
    }

    /// <summary>It is valid.</summary>
    /// <param name="Options">What it says.</param>
    public sealed record Valid(GatewayOptions Options) : ConfigurationReading
    {
        /// <summary>
        /// What differs from what the gateway started with and is not the gateway's own to change, such as where what
        /// it measures is sent. Default: nothing.
        /// </summary>
        public ImmutableArray<string> NeedRestart { get; init; } = [];
    }

    /// <summary>It is not, and nothing of it may be used.</summary>
    /// <param name="Errors">Everything that is wrong, one a line; no secret is in them.</param>
    public sealed record Invalid(ImmutableArray<string> Errors) : ConfigurationReading;
}
