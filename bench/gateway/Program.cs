using System.Text.Json;
using Plimsoll.Bench.Gateway.Load;
using Plimsoll.Bench.Gateway.Measurement;
using Plimsoll.Bench.Gateway.Mock;
using Plimsoll.Bench.Gateway.Peers;

return args switch
{
    ["mock", var plan] => await MockServer.Run(JsonSerializer.Deserialize<MockPlan>(plan)!),
    ["load"] => await LoadProgram.Run(Console.In, Console.Out),
    ["proxy", var port, var upstream] => await BareProxy.Run(port, upstream),
    ["yarp", var port, var upstream] => await YarpProxy.Run(port, upstream),
    _ => await GatewayBench.Run(args),
};
