using System.Text.Json;

namespace Plimsoll.Bench.Gateway.Load;

/// <summary>The load process: a plan comes in, a report goes out.</summary>
internal static class LoadProgram
{
    public static async Task<int> Run(TextReader input, TextWriter output)
    {
        var plan = JsonSerializer.Deserialize<LoadPlan>(await input.ReadToEndAsync())!;
        var report = plan.Kind switch
        {
            LoadKind.Closed => await ClosedLoad.Run(plan),
            LoadKind.Flood => await FloodLoad.Run(plan),
            _ => await OpenLoad.Run(plan),
        };
        await output.WriteLineAsync(JsonSerializer.Serialize(report));
        return 0;
    }
}
