using Plimsoll.Bench;

switch (args)
{
    case ["limits"]:
        LimitsBench.Run();
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project bench/Plimsoll.Bench -- limits");
        return 2;
}
