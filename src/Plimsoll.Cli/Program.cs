using Plimsoll.Cli;

return await CommandLine.Run(args, Terminal.Open(Console.Out), Terminal.Open(Console.Error));
