using System.Globalization;

namespace Plimsoll.Storage.Tests.Crashes;

/// <summary>Many cycles by command: <c>crash [CYCLES] [SEED]</c>.</summary>
internal static class CrashCommand
{
    public static async Task<int> Run(string[] arguments)
    {
        var cycles = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 300;
        var seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
        var folder = Directory.CreateTempSubdirectory("plimsoll-crash-").FullName;
        Console.WriteLine($"seed {seed}, {cycles} processes are killed, in {folder}");
        var crashes = new CrashCycles(folder, seed);
        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            await crashes.Run(last: cycle == cycles);
            if (cycle % 50 == 0 || cycle == cycles)
            {
                Console.WriteLine($"{cycle} killed: {crashes.Acknowledged:n0} commits, none lost, none half; "
                    + $"a start read at most {crashes.MostLogBytes:n0} bytes of logs");
            }
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }
}
