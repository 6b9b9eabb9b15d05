using Plimsoll.Bench;

switch (args)
{
    case ["limits"]:
        LimitsBench.Run();
        return 0;
    case ["plan", var scenario]:
        PlanBench.Run(scenario);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: dotnet run -c Release --project bench/Plimsoll.Bench -- (limits | plan SCENARIO)");
        return 2;
}
