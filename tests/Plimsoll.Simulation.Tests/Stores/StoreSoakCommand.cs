using System.Diagnostics;
using System.Globalization;
using Plimsoll.Simulation.Stores;

namespace Plimsoll.Simulation.Tests.Stores;

/// <summary>Several gateways and a store under faults, at any length: <c>stores [SEEDS] [--seed FIRST]</c>.</summary>
internal static class StoreSoakCommand
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var (first, count) = (1UL, 1000UL);
        for (var i = 0; i < arguments.Length; i++)
        {
            var isSeed = arguments[i] == "--seed";
            var text = isSeed && i + 1 < arguments.Length ? arguments[++i] : arguments[i];
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                Console.Error.WriteLine("usage: stores [SEEDS] [--seed FIRST]");
                return 2;
            }

            (first, count) = isSeed ? (number, count) : (first, number);
        }

        if (count == 1)
            Console.WriteLine(StoreCase.Of(first));
        var soak = new StoreSoak();
        var clock = Stopwatch.StartNew();
        for (var seed = first; seed < first + count; seed++)
        {
            if (soak.Fails(seed) is not { } failure)
                continue;
            Console.WriteLine(failure);
            return 1;
        }

        foreach (var (what, times) in soak.Reached)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-28} {times,12:N0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} seeds from {first} hold, {clock.Elapsed.TotalSeconds:0.0} s"));
        return 0;
    }
}
