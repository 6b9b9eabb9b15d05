using System.Globalization;
using Plimsoll.Bench;
using Plimsoll.Bench.Engines;
using Plimsoll.Bench.Queues;
using Plimsoll.Bench.Stores;

switch (args)
{
    case ["adequacy", var scenario]:
        AdequacyBench.Run(scenario);
        return 0;
    case ["allocate", var scenario]:
        AllocateBench.Run(scenario);
        return 0;
    case ["limits"]:
        LimitsBench.Run();
        return 0;
    case ["estimates", var trace]:
        EstimateBench.Run(trace);
        return 0;
    case ["plan", var scenario]:
        PlanBench.Run(scenario);
        return 0;
    case ["vidur", var data]:
        VidurBench.Run(data);
        return 0;
    case ["engine"]:
        EngineBench.Run();
        return 0;
    case ["fleet", var data]:
        FleetBench.Run(data);
        return 0;
    case ["postgres", var url]:
        await PostgresBench.Run(url);
        return 0;
    case ["queue"]:
        QueueBench.Run();
        return 0;
    case ["shared", var url, .. var accounts]:
        await SharedBench.Run(url, [.. accounts.Select(count => int.Parse(count, CultureInfo.InvariantCulture))]);
        return 0;
    case ["store"]:
        await StoreBench.Run();
        return 0;
    case ["scale"]:
        ScaleBench.Run();
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: dotnet run -c Release --project bench/Plimsoll.Bench -- "
            + "(adequacy SCENARIO | allocate SCENARIO | limits | estimates TRACE | plan SCENARIO | "
            + "vidur DATA | engine | fleet DATA | postgres URL | queue | shared URL | store | scale)");
        return 2;
}
