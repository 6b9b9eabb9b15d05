using Plimsoll.Simulation.Tests;
using Plimsoll.Simulation.Tests.Stores;
using Plimsoll.Simulation.Tests.Swarm;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// As the entry point that xunit generates, with two commands more.
if (args is ["soak", ..])
    return SoakCommand.Run(args.AsSpan(1));
if (args is ["stores", ..])
    return StoreSoakCommand.Run(args.AsSpan(1));
return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
