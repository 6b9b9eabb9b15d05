using System.Globalization;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>CPU time and memory of a process and all that it started, from <c>/proc</c>.</summary>
/// <param name="CpuSeconds">User and system time of all threads.</param>
/// <param name="ResidentMb">Memory that is resident now.</param>
/// <param name="PeakMb">Most that was, added over the processes.</param>
internal readonly record struct ProcessUsage(double CpuSeconds, double ResidentMb, double PeakMb)
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on
    private const int Parent = 1, UserTime = 11, SystemTime = 12; // fields behind the name of the program

    public static ProcessUsage Of(int process)
    {
        var stats = Directory.GetDirectories("/proc")
            .Select(folder => (IsProcess: int.TryParse(Path.GetFileName(folder), out var id), Id: id, Folder: folder))
            .Where(entry => entry.IsProcess)
            .Select(entry => (entry.Id, Stat: Stat(entry.Folder)))
            .Where(entry => entry.Stat is not null)
            .ToDictionary(entry => entry.Id, entry => entry.Stat!);
        var family = new List<int> { process };
        for (var i = 0; i < family.Count; i++)
            family.AddRange(stats.Where(s => Number(s.Value[Parent]) == family[i]).Select(s => s.Key));
        return new ProcessUsage(
            family.Sum(id => Number(stats[id][UserTime]) + Number(stats[id][SystemTime])) / TicksPerSecond,
            family.Sum(id => Memory(id, "VmRSS:")),
            family.Sum(id => Memory(id, "VmHWM:")));
    }

    private static string[]? Stat(string folder)
    {
        try
        {
            var text = File.ReadAllText(folder + "/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // It ended meanwhile.
        }
    }

    private static double Memory(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return Number(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    private static double Number(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);
}
