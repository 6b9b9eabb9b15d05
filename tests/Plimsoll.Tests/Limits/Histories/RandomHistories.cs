using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>
/// Runs random histories of a theme. A failure prints the history that is left after shrinking. The seed is fixed, so
/// that it fails again; the environment variable <c>PLIMSOLL_SEED</c> takes another one, to search further.
/// </summary>
internal static class RandomHistories
{
    private const ulong Usual = 20260506;

    public static Tally Take(Theme theme, int histories, Action<History, Tally> check)
    {
        var seed = Environment.GetEnvironmentVariable("PLIMSOLL_SEED") is { } other
            ? ulong.Parse(other, CultureInfo.InvariantCulture)
            : Usual;
        var seen = new Tally();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(histories).WithReplay(seed, 20260513, 0),
            Prop.ForAll(History.Of(theme), history => check(history, seen)));
        return seen;
    }
}
