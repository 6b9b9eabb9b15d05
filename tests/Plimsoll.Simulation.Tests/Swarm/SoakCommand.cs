using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>The whole-system test at any length: <c>./test --soak</c>.</summary>
internal static class SoakCommand
{
    private const string Usage =
        "usage: ./test --soak [SEEDS] [--minutes MINUTES] [--seed FIRST] [--without r0-9,f1,a2]\n"
        + "  SEEDS      how many cases, one a seed (default 1000, or as many as fit MINUTES)\n"
        + "  --seed     the first of them (default 1)\n"
        + "  --without  requests, faults and acts to leave out, by number";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (Read(arguments) is not var (first, count, minutes, cut))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Console.WriteLine($"seeds from {first}, commit {Commit}");
        if (count == 1)
            Console.WriteLine($"seed {first}: {cut.Of(SwarmCase.Of(first))}");
        var soak = new Soak();
        var clock = Stopwatch.StartNew();
        var done = 0UL;
        while (count is { } most ? done < most : clock.Elapsed.TotalMinutes < minutes)
        {
            if (soak.Fails(first + done, cut) is { } failure)
            {
                Console.WriteLine(failure);
                return 1;
            }

            if (++done % 1000 == 0)
                Console.WriteLine($"{done} seeds hold, {clock.Elapsed.TotalSeconds:0} s");
        }

        foreach (var (what, times) in soak.Reached)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-28} {times,12:N0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{done} seeds hold, {soak.Requests:N0} requests, digest {soak.Digest:x16}, "
            + $"{clock.Elapsed.TotalSeconds:0.0} s"));
        return 0;
    }

    /// <summary>Version of what is tested, with its commit where it was built from one.</summary>
    private static string Commit =>
        typeof(SoakCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+').Last() ?? "unknown";

    private static (ulong First, ulong? Count, double Minutes, SwarmCut Cut)? Read(ReadOnlySpan<string> arguments)
    {
        var (first, count, minutes, cut) = (1UL, (ulong?)null, 0.0, SwarmCut.None);
        for (var i = 0; i < arguments.Length; i++)
        {
            var isNamed = arguments[i].StartsWith('-');
            var value = isNamed && i + 1 < arguments.Length ? arguments[i + 1] : arguments[i];
            var isRead = arguments[i] switch
            {
                "--seed" => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out first),
                "--minutes" => double.TryParse(
                    value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out minutes) && minutes > 0,
                "--without" => SwarmCut.Parse(value) is { } read && (cut = read) == read,
                _ => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seeds)
                    && (count = seeds) > 0,
            };
            if (!isRead)
                return null;
            i += isNamed ? 1 : 0;
        }

        return (first, minutes > 0 ? count : count ?? 1000, minutes, cut);
    }
}
