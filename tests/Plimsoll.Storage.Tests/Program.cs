using Plimsoll.Storage.Tests;
using Plimsoll.Storage.Tests.Crashes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// As the entry point that xunit generates, with two commands more.
switch (args)
{
    case [CrashedProcess.Command, var folder]:
        return await CrashedProcess.Run(folder);
    case ["crash", .. var rest]:
        return await CrashCommand.Run(rest);
    default:
        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
}
