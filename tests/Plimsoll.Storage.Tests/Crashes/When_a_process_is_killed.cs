using Plimsoll.Storage.Tests.Embedded;

namespace Plimsoll.Storage.Tests.Crashes;

/// <summary>
/// A few cycles in each run; hundreds by
/// <c>dotnet run -c Release --project tests/Plimsoll.Storage.Tests -- crash 300</c>.
/// </summary>
public sealed class When_a_process_is_killed
{
    [Fact]
    public async Task No_acknowledged_commit_is_lost_and_none_is_there_in_half()
    {
        using var folder = new TemporaryFolder();
        var crashes = new CrashCycles(folder.Path, seed: 2026);
        const int cycles = 8;
        for (var cycle = 1; cycle <= cycles; cycle++)
            await crashes.Run(last: cycle == cycles);
        Assert.True(crashes.Acknowledged > 0);
        // What a start reads is bounded: logs are compacted at 200,000 bytes, and grow while that goes on.
        Assert.InRange(crashes.MostLogBytes, 0, 100 * CrashedProcess.Terms.CompactAt);
    }
}
