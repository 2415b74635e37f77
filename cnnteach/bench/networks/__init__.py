"""`cnnteach bench --models`: images a second of each network, trained and used, on each device.

`ways` are the contenders: a device, with XLA or half the bits or without; `workloads` the networks;
`case` what a way's process times, `report` what is printed and written.
"""
